/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-limiter.h"

#define NAMES_KEPT 20000   /* over this, full buckets are forgotten: they say nothing */
#define MINUTE_US (60.0 * G_USEC_PER_SEC)

typedef struct { double tokens; gint64 at; } Bucket;

struct _TnLimiter {
  GMutex lock;
  GHashTable *buckets;     /* lock; name → Bucket */
  double per_minute;
};

TnLimiter *
tn_limiter_new (guint per_minute)
{
  TnLimiter *limiter = g_new0 (TnLimiter, 1);
  g_mutex_init (&limiter->lock);
  limiter->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  limiter->per_minute = per_minute;
  return limiter;
}

void
tn_limiter_free (TnLimiter *limiter)
{
  if (!limiter) return;
  g_hash_table_unref (limiter->buckets);
  g_mutex_clear (&limiter->lock);
  g_free (limiter);
}

static void
refill (const TnLimiter *limiter, Bucket *bucket, gint64 now_us)
{
  bucket->tokens = MIN (limiter->per_minute, bucket->tokens + (double) (now_us - bucket->at) * limiter->per_minute / MINUTE_US);
  bucket->at = now_us;
}

static void
forget_full (TnLimiter *limiter, gint64 now_us)
{
  GHashTableIter it;
  gpointer value;
  g_hash_table_iter_init (&it, limiter->buckets);
  while (g_hash_table_iter_next (&it, NULL, &value)) {
    refill (limiter, value, now_us);
    if (((Bucket *) value)->tokens >= limiter->per_minute) g_hash_table_iter_remove (&it);
  }
}

static Bucket *
get_bucket (TnLimiter *limiter, const char *name, gint64 now_us)
{
  Bucket *bucket = g_hash_table_lookup (limiter->buckets, name);
  if (bucket) return bucket;
  if (g_hash_table_size (limiter->buckets) >= NAMES_KEPT) forget_full (limiter, now_us);
  bucket = g_new0 (Bucket, 1);
  *bucket = (Bucket) { limiter->per_minute, now_us };
  g_hash_table_insert (limiter->buckets, g_strdup (name), bucket);
  return bucket;
}

guint
tn_limiter_take (TnLimiter *limiter, const char *name, gint64 now_us)
{
  guint wait = 0;
  if (limiter->per_minute < 1) return 0;
  g_mutex_lock (&limiter->lock);
  Bucket *bucket = get_bucket (limiter, name, now_us);
  refill (limiter, bucket, now_us);
  if (bucket->tokens >= 1) bucket->tokens -= 1;
  else wait = (guint) ((1 - bucket->tokens) * 60 / limiter->per_minute) + 1;
  g_mutex_unlock (&limiter->lock);
  return wait;
}
