/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-world.h"
#include <time.h>

/* ---- a network monitor of the test ---- */

#define TEST_TYPE_MONITOR (test_monitor_get_type ())
G_DECLARE_FINAL_TYPE (TestMonitor, test_monitor, TEST, MONITOR, GObject)
struct _TestMonitor { GObject parent_instance; gboolean available; };

enum { PROP_AVAILABLE = 1, PROP_METERED, PROP_CONNECTIVITY };

static gboolean
init_cb (GInitable *initable, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
initable_init (GInitableIface *iface)
{
  iface->init = init_cb;
}

static gboolean
can_reach_cb (GNetworkMonitor *monitor, GSocketConnectable *connectable, GCancellable *cancellable, GError **error)
{
  return TEST_MONITOR (monitor)->available;
}

static void
monitor_init (GNetworkMonitorInterface *iface)
{
  iface->can_reach = can_reach_cb;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestMonitor, test_monitor, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, initable_init)
                               G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, monitor_init))

static void
get_property_cb (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  gboolean available = TEST_MONITOR (object)->available;
  if (id == PROP_AVAILABLE) g_value_set_boolean (value, available);
  else if (id == PROP_METERED) g_value_set_boolean (value, FALSE);
  else g_value_set_enum (value, available ? G_NETWORK_CONNECTIVITY_FULL : G_NETWORK_CONNECTIVITY_LOCAL);
}

static void
test_monitor_class_init (TestMonitorClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = get_property_cb;
  g_object_class_override_property (G_OBJECT_CLASS (klass), PROP_AVAILABLE, "network-available");
  g_object_class_override_property (G_OBJECT_CLASS (klass), PROP_METERED, "network-metered");
  g_object_class_override_property (G_OBJECT_CLASS (klass), PROP_CONNECTIVITY, "connectivity");
}

static void
test_monitor_init (TestMonitor *self)
{
  self->available = TRUE;
}

void
net_install (void)
{
  g_setenv ("GIO_USE_NETWORK_MONITOR", "test", TRUE);
  /* The first look at the default registers the point; an extension of it must be there by then. */
  g_io_extension_point_set_required_type (g_io_extension_point_register (G_NETWORK_MONITOR_EXTENSION_POINT_NAME), G_TYPE_NETWORK_MONITOR);
  g_assert_nonnull (g_io_extension_point_implement (G_NETWORK_MONITOR_EXTENSION_POINT_NAME, TEST_TYPE_MONITOR, "test", 1000));
  g_assert_true (TEST_IS_MONITOR (g_network_monitor_get_default ()));
}

void
net_change (gboolean available)
{
  TestMonitor *monitor = TEST_MONITOR (g_network_monitor_get_default ());
  monitor->available = available;
  g_signal_emit_by_name (monitor, "network-changed", available);
}

/* ---- the time of day ---- */

static gint64 turned_us;   /* atomic */

void
turn_clock (gint64 ms)
{
  __atomic_add_fetch (&turned_us, ms * 1000, __ATOMIC_SEQ_CST);
}

/* In the place of GLib's for everything that is linked into the test. */
gint64
g_get_real_time (void)
{
  struct timespec now;
  clock_gettime (CLOCK_REALTIME, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000 + __atomic_load_n (&turned_us, __ATOMIC_SEQ_CST);
}
