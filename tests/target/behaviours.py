# SPDX-License-Identifier: GPL-2.0-or-later
"""All behaviours that have a name: the table for --behaviour."""

import behave
import behave_chap
import behave_discovery
import behave_header
import behave_keeper
import behave_keys
import behave_redirect
import behave_session
import behave_stream

# Each of these enters its own.
MODULES = (behave_chap, behave_discovery, behave_header, behave_keeper,
           behave_keys, behave_redirect, behave_session, behave_stream)

BEHAVIOURS = behave.BEHAVIOURS
