// SPDX-License-Identifier: GPL-2.0-or-later
/* Records of tables that no captured firmware has left; t_ibft_records.c has
 * those that one did. */
#include "ibft.h"

#include "out.h"
#include "test.h"

static char out[4096];

static void put(void *arg, const char *text)
{
	(void)arg;
	strncat(out, text, sizeof(out) - strlen(out) - 1);
}

static const char *no_interface(void *arg, const struct ibft_nic *nic)
{
	(void)arg;
	(void)nic;
	return "";
}

static const char *print(const struct ibft *ibft)
{
	static const struct ibft_out to = { .text = put };

	out[0] = '\0';
	ibft_print_records(ibft, no_interface, NULL, &to);
	return out;
}

static void set(struct ibft *ibft)
{
	memset(ibft, 0, sizeof(*ibft));
	ibft->nic_count = ibft->target_count = 1;
	mac_parse("52:54:00:00:00:01", ibft->nics[0].mac);
	ibft->targets[0].flags = IBFT_VALID;
	copy_string(ibft->targets[0].name, 8, "iqn.t");
	addr_parse("2001:db8::1", &ibft->targets[0].portal.addr);
	ibft->targets[0].portal.port = 3260;
}

static void test_masks(void)
{
	static const struct {
		uint8_t prefix;
		const char *why, *line;
	} masks[] = {
		{ 32, "a host", "iface.subnet_mask = 255.255.255.255\n" },
		{ 31, "31 bits", "iface.subnet_mask = 255.255.255.254\n" },
		{ 17, "inside a byte", "iface.subnet_mask = 255.255.128.0\n" },
		{ 1, "one bit", "iface.subnet_mask = 128.0.0.0\n" },
	};
	static struct ibft ibft;

	set(&ibft);
	addr_parse("10.0.0.2", &ibft.nics[0].address);
	for (size_t i = 0; i < ARRAY_SIZE(masks); i++) {
		ibft.nics[0].subnet_mask_prefix = masks[i].prefix;
		OK(strstr(print(&ibft), masks[i].line), masks[i].why);
	}
	ibft.nics[0].subnet_mask_prefix = 0;
	OK(!strstr(print(&ibft), "subnet_mask"), "no prefix, no mask");
	OK(!strstr(print(&ibft), "prefix_len"), "no prefix, no line");
}

int main(void)
{
	static struct ibft ibft;

	set(&ibft);
	SAME_TEXT(print(&ibft),
		  "# BEGIN RECORD 2.1.8\n"
		  "iface.transport_name = tcp\n"
		  "iface.hwaddress = 52:54:00:00:00:01\n"
		  "iface.bootproto = STATIC\n"
		  "node.name = iqn.t\n"
		  "node.conn[0].address = 2001:0db8:0000:0000:0000:0000:0000:0001\n"
		  "node.conn[0].port = 3260\n"
		  "node.boot_lun = 0000000000000000\n"
		  "# END RECORD\n", "blank fields are left out");
	ibft.targets[0].nic_association = 1;
	OK(!strstr(print(&ibft), "hwaddress"), "another target's NIC");
	ibft.targets[0].flags = IBFT_BOOT_SELECTED;
	SAME_TEXT(print(&ibft), "", "a target that is not valid");
	set(&ibft);
	addr_parse("10.0.0.1", &ibft.nics[0].dhcp);
	OK(strstr(print(&ibft), "bootproto = DHCP"), "there is a DHCP server");
	set(&ibft);
	ibft.nics[0].origin = IBFT_ORIGIN_DHCP;
	OK(strstr(print(&ibft), "bootproto = DHCP"), "the origin says DHCP");
	ibft.nics[0].vlan = 42;
	OK(strstr(print(&ibft), "iface.vlan_id = 42\n"), "the VLAN");
	secret_set(&ibft.targets[0].account.secret, "chapsecret12");
	OK(strstr(print(&ibft), "password = <set, 12 bytes>\n"),
	   "a secret's length only");
	memset(ibft.targets[0].account.name, 'n', CHAP_NAME_MAX);
	OK(strlen(strstr(print(&ibft), "auth.username = ")) >
	   CHAP_NAME_MAX + 16, "the longest name is not cut");
	test_masks();
	return test_done();
}
