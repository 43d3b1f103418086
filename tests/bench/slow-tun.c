/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slow-tun.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define PACKET_MAX 2048u

typedef struct { gint64 due_us; gsize len; guint8 bytes[PACKET_MAX] __attribute__ ((aligned (4))); } Packet;
typedef struct { int from, to; GQueue packets; gint64 free_us; SlowNetCount count; GHashTable *streams; /* ports → guint32 *sequence number after the last byte */ } Way;

struct _SlowTun {
  SlowNetRules rules;
  GRand *rand;
  GThread *thread;
  int stop;                      /* an eventfd */
  GMutex lock;
  Way up, down;                  /* counts: lock */
};

int
slow_tun_open (const char *device)
{
  struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
  int fd = open ("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  g_strlcpy (request.ifr_name, device, sizeof request.ifr_name);
  if (fd < 0 || ioctl (fd, TUNSETIFF, &request) == 0) return fd;
  int error = errno;
  close (fd);
  errno = error;
  return -1;
}

/* Adds what of a stream has not been on the line before. */
static void
count_payload (Way *way, const Packet *packet)
{
  const struct iphdr *ip = (const void *) packet->bytes;
  const struct tcphdr *tcp = (const void *) (packet->bytes + ip->ihl * 4u);
  if (ip->version != 4 || ip->protocol != IPPROTO_TCP || packet->len < ip->ihl * 4u + sizeof *tcp) return;
  gpointer ports = GUINT_TO_POINTER ((guint) tcp->source << 16 | tcp->dest);
  guint32 end = g_ntohl (tcp->seq) + tcp->syn + (guint32) (packet->len - ip->ihl * 4u - tcp->doff * 4u), *last = g_hash_table_lookup (way->streams, ports);
  if (tcp->syn) {
    last = g_new (guint32, 1);
    *last = end;
    g_hash_table_replace (way->streams, ports, last);
  }
  if (!last || (gint32) (end - *last) <= 0) return;
  way->count.payload += end - *last;
  *last = end;
}

/* As netem does: first it may be lost, then it waits for those before it, then it is on its way. */
static void
take_packet (SlowTun *tun, Way *way, Packet *packet)
{
  const SlowNetRules *rules = &tun->rules;
  gint64 now = g_get_monotonic_time ();
  gboolean lost = g_rand_double (tun->rand) < rules->loss, full = way->packets.length >= rules->queue;
  g_mutex_lock (&tun->lock);
  way->count.packets++;
  way->count.bytes += packet->len;
  count_payload (way, packet);
  way->count.lost += lost;
  way->count.overflown += !lost && full;
  g_mutex_unlock (&tun->lock);
  if (lost || full) {
    g_free (packet);
    return;
  }
  way->free_us = MAX (way->free_us, now) + (gint64) packet->len * 8 * G_USEC_PER_SEC / rules->rate;
  packet->due_us = way->free_us + (gint64) rules->delay_ms * 1000;
  g_queue_push_tail (&way->packets, packet);
}

static void
read_packets (SlowTun *tun, Way *way)
{
  for (;;) {
    g_autofree Packet *packet = g_new (Packet, 1);
    gssize n = read (way->from, packet->bytes, PACKET_MAX);
    if (n <= 0) return;
    packet->len = (gsize) n;
    take_packet (tun, way, g_steal_pointer (&packet));
  }
}

/* A device that takes none is as good as one more that is lost. */
static void
write_due (Way *way)
{
  for (Packet *packet; (packet = g_queue_peek_head (&way->packets)) && packet->due_us <= g_get_monotonic_time (); g_free (g_queue_pop_head (&way->packets)))
    if (write (way->to, packet->bytes, packet->len) < 0) g_debug ("a packet was not taken: %s", g_strerror (errno));
}

static int
time_to_next (const SlowTun *tun)
{
  const Packet *up = tun->up.packets.head ? tun->up.packets.head->data : NULL, *down = tun->down.packets.head ? tun->down.packets.head->data : NULL;
  gint64 due = MIN (up ? up->due_us : G_MAXINT64, down ? down->due_us : G_MAXINT64);
  return due == G_MAXINT64 ? -1 : (int) (MAX (due - g_get_monotonic_time (), 0) / 1000) + 1;
}

static gpointer
run (gpointer data)
{
  SlowTun *tun = data;
  for (;;) {
    struct pollfd fds[] = { { tun->up.from, POLLIN, 0 }, { tun->down.from, POLLIN, 0 }, { tun->stop, POLLIN, 0 } };
    if (poll (fds, G_N_ELEMENTS (fds), time_to_next (tun)) < 0 && errno != EINTR) g_error ("poll: %s", g_strerror (errno));
    if (fds[2].revents) return NULL;
    read_packets (tun, &tun->up);
    read_packets (tun, &tun->down);
    write_due (&tun->up);
    write_due (&tun->down);
  }
}

SlowTun *
slow_tun_new (int laptop, int district, const SlowNetRules *rules)
{
  SlowTun *tun = g_new0 (SlowTun, 1);
  tun->rules = *rules;
  tun->rand = g_rand_new_with_seed (rules->seed);
  tun->up = (Way) { .from = laptop, .to = district };
  tun->down = (Way) { .from = district, .to = laptop };
  tun->up.streams = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  tun->down.streams = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  tun->stop = eventfd (0, EFD_CLOEXEC);
  g_assert_cmpint (tun->stop, >=, 0);
  tun->thread = g_thread_new ("slow-tun", run, tun);
  return tun;
}

void
slow_tun_free (SlowTun *tun)
{
  g_assert_cmpint (eventfd_write (tun->stop, 1), ==, 0);
  g_thread_join (tun->thread);
  g_queue_clear_full (&tun->up.packets, g_free);
  g_queue_clear_full (&tun->down.packets, g_free);
  g_hash_table_unref (tun->up.streams);
  g_hash_table_unref (tun->down.streams);
  close (tun->up.from);
  close (tun->down.from);
  close (tun->stop);
  g_rand_free (tun->rand);
  g_free (tun);
}

void
slow_tun_count (SlowTun *tun, SlowNetCount *up, SlowNetCount *down)
{
  g_mutex_lock (&tun->lock);
  *up = tun->up.count;
  *down = tun->down.count;
  g_mutex_unlock (&tun->lock);
}
