/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slow-net.h"
#include "slow-tun.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define DEVICE "slow0"
#define OTHER_DEVICE "slow1"

struct _SlowNet { int laptop, district; /* name spaces */ SlowTun *tun; /* NULL = netem */ };

/* ---- words of the system ---- */

/* NULL = done; else what was said. Owned. */
static char *run (const char *format, ...) G_GNUC_PRINTF (1, 2);

static char *
run (const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *line = g_strdup_vprintf (format, args), *said = NULL;
  va_end (args);
  g_auto (GStrv) argv = g_strsplit (line, " ", -1);
  g_autoptr (GError) error = NULL;
  int status;
  if (!g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &said, &status, &error)) return g_strdup (error->message);
  if (g_spawn_check_wait_status (status, NULL)) return NULL;
  return g_strdup_printf ("“%s” said: %s", line, g_strstrip (said));
}

static char *
say_errno (const char *what)
{
  return g_strdup_printf ("%s: %s", what, g_strerror (errno));
}

/* ---- name spaces ---- */

static gboolean
write_file (const char *path, const char *text)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC);
  gboolean ok = fd >= 0 && write (fd, text, strlen (text)) == (gssize) strlen (text);
  if (fd >= 0) close (fd);
  return ok;
}

/* Who is not root is so in a name space of users of his own, where the system allows one. */
static char *
become_root (void)
{
  g_autofree char *uid = g_strdup_printf ("0 %u 1", (guint) geteuid ()), *gid = g_strdup_printf ("0 %u 1", (guint) getegid ());
  if (geteuid () == 0) return NULL;
  if (unshare (CLONE_NEWUSER) != 0) return say_errno ("no name space of users can be made");
  if (!write_file ("/proc/self/setgroups", "deny") || !write_file ("/proc/self/uid_map", uid) || !write_file ("/proc/self/gid_map", gid)) return say_errno ("no user can be mapped");
  return NULL;
}

/* Without any program, as whoever can do nothing else goes on over it. */
static char *
raise_loopback (void)
{
  struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  char *why = fd < 0 || ioctl (fd, SIOCSIFFLAGS, &request) != 0 ? say_errno ("loopback cannot be raised") : NULL;
  if (fd >= 0) close (fd);
  return why;
}

static char *
make_space (int *fd)
{
  if (unshare (CLONE_NEWNET) != 0) return say_errno ("no network name space can be made");
  *fd = open ("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  return *fd < 0 ? say_errno ("the network name space cannot be opened") : raise_loopback ();
}

static void
go_to (int space)
{
  if (setns (space, CLONE_NEWNET) != 0) g_error ("setns: %s", g_strerror (errno));
}

void
slow_net_go_to_laptop (SlowNet *net)
{
  go_to (net->laptop);
}

void
slow_net_go_to_district (SlowNet *net)
{
  go_to (net->district);
}

/* ---- netem ---- */

static char *
set_netem (SlowNet *net, int space, const SlowNetRules *rules)
{
  go_to (space);
  return run ("tc qdisc add dev " DEVICE " root netem limit %u delay %ums loss %g%% rate %ubit", rules->queue, rules->delay_ms, rules->loss * 100, rules->rate);
}

/* The pair is made at the district, and one end of it given to the laptop. */
static char *
make_pair (SlowNet *net)
{
  char *why = run ("ip link add " DEVICE " type veth peer name " OTHER_DEVICE);
  if (!why) why = run ("ip link set " OTHER_DEVICE " netns /proc/%d/fd/%d", (int) getpid (), net->laptop);
  if (why) return why;
  go_to (net->laptop);
  why = run ("ip link set " OTHER_DEVICE " name " DEVICE);
  go_to (net->district);
  return why;
}

static char *
use_netem (SlowNet *net, const SlowNetRules *rules)
{
  char *why = make_pair (net);
  if (!why) why = set_netem (net, net->laptop, rules);
  if (!why) why = set_netem (net, net->district, rules);
  go_to (net->district);
  if (!why) return NULL;
  g_autofree char *unwanted = run ("ip link del " DEVICE);   /* what is not there need not go */
  return why;
}

/* ---- TUN ---- */

static char *
use_tun (SlowNet *net, const SlowNetRules *rules)
{
  go_to (net->laptop);
  int laptop = slow_tun_open (DEVICE), district = -1;
  go_to (net->district);
  if (laptop >= 0) district = slow_tun_open (DEVICE);
  if (district >= 0) {
    net->tun = slow_tun_new (laptop, district, rules);
    return NULL;
  }
  char *why = say_errno ("no TUN device can be made");
  if (laptop >= 0) close (laptop);
  return why;
}

/* ---- both ---- */

static char *
give_address (int space, const char *own, const char *other)
{
  go_to (space);
  char *why = run ("ip addr add %s peer %s dev " DEVICE, own, other);
  return why ? why : run ("ip link set " DEVICE " up");
}

static char *
give_addresses (SlowNet *net)
{
  char *why = give_address (net->laptop, SLOW_NET_LAPTOP, SLOW_NET_DISTRICT);
  if (!why) why = give_address (net->district, SLOW_NET_DISTRICT, SLOW_NET_LAPTOP);
  go_to (net->district);
  return why;
}

static char *
build (SlowNet *net, const SlowNetRules *rules, char **how)
{
  char *why = become_root ();
  if (!why) why = make_space (&net->laptop);
  if (!why) why = make_space (&net->district);
  if (why) return why;
  g_autofree char *no_netem = use_netem (net, rules);
  if (no_netem && (why = use_tun (net, rules))) return why;
  *how = no_netem ? g_strdup_printf ("no netem here (%s); packets are delayed and dropped by this program, over two TUN devices", no_netem) : g_strdup ("netem over a veth pair");
  return give_addresses (net);
}

SlowNet *
slow_net_new (const SlowNetRules *rules, char **how, char **why)
{
  SlowNet *net = g_new0 (SlowNet, 1);
  net->laptop = net->district = -1;
  *why = build (net, rules, how);
  if (!*why) return net;
  slow_net_free (net);
  g_clear_pointer (how, g_free);
  return NULL;
}

void
slow_net_free (SlowNet *net)
{
  g_clear_pointer (&net->tun, slow_tun_free);
  if (net->laptop >= 0) close (net->laptop);
  if (net->district >= 0) close (net->district);
  g_free (net);
}

/* ---- counts ---- */

/* What this end sent: netem has dropped what it dropped before the device counts. */
static SlowNetCount
read_sent (int space)
{
  SlowNetCount count = { 0 };
  g_autofree char *text = NULL;
  go_to (space);
  g_assert_true (g_file_get_contents ("/proc/thread-self/net/dev", &text, NULL, NULL));
  const char *at = strstr (text, DEVICE ":");
  g_assert_nonnull (at);
  g_assert_cmpint (sscanf (at + strlen (DEVICE ":"), "%*u %*u %*u %*u %*u %*u %*u %*u %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, &count.bytes, &count.packets), ==, 2);
  return count;
}

void
slow_net_count (SlowNet *net, SlowNetCount *up, SlowNetCount *down)
{
  if (net->tun) {
    slow_tun_count (net->tun, up, down);
    return;
  }
  *up = read_sent (net->laptop);
  *down = read_sent (net->district);
  go_to (net->district);
}
