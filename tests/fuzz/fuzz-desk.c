/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any request of an enrolled laptop at a real desk with a real database. The first byte chooses the route, the second how the rest becomes the body:
 * as it is, signed, or compressed under a good first line. Whatever comes, there is an answer, it is not our own fault, and what the ward holds
 * still adds up. */
#include "fake-laptop.h"

#define WARD "26734"
#define CHECK_EVERY 512

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const struct { const char *method, *path, *media; gboolean sign; } calls[] = {
  { "POST", "/v1/enrol", TN_MEDIA_JSON, FALSE }, { "POST", "/v1/session", TN_MEDIA_JSON, TRUE }, { "POST", "/v1/known", TN_MEDIA_JSON, FALSE },
  { "POST", "/v1/w/" WARD "/push", TN_MEDIA_NDJSON_ZSTD, FALSE }, { "POST", "/v1/w/" WARD "/pull", TN_MEDIA_JSON, FALSE },
  { "POST", "/v1/w/" WARD "/wait", TN_MEDIA_JSON, FALSE }, { "POST", "/v1/w/" WARD "/digest", TN_MEDIA_JSON, FALSE }, { "POST", "/v1/w/" WARD "/ids", TN_MEDIA_JSON, FALSE },
  { "POST", "/v1/w/" WARD "/fetch", TN_MEDIA_JSON, FALSE }, { "POST", "/v1/custody", TN_MEDIA_NDJSON_ZSTD, TRUE }, { "GET", "/v1/info", NULL, FALSE },
};

typedef struct { District *district; Laptop *laptop; guint runs; } World;

static World *
get_world (void)
{
  static World *w;
  g_autoptr (GError) error = NULL;
  if (w) return w;
  w = g_new0 (World, 1);
  w->district = district_new ();
  g_autofree char *code = tn_district_invite (w->district->d, WARD, "ward_officer", NULL, 3, &error);
  w->laptop = laptop_new (w->district, code, "Máy 1");
  return w;
}

/* Every line of the input an entry, in a batch that is right as far as it goes. */
static GBytes *
make_batch (const char *text, gsize len)
{
  g_autoptr (Batch) batch = batch_new ();
  for (const char *p = text, *end = text + len; p < end;) {
    const char *stop = memchr (p, '\n', (gsize) (end - p));
    if (!stop) stop = end;
    g_autofree char *line = g_strndup (p, (gsize) (stop - p));
    if (*line) batch_raw (batch, line);
    p = stop + 1;
  }
  return batch_pack (batch, "");
}

static void
call_desk (World *w, guint which, GBytes *body)
{
  TnAnswer answer;
  TnCall call = { .method = calls[which].method, .path = calls[which].path, .content_type = calls[which].media, .token = w->laptop->token,
                  .body = calls[which].media ? body : NULL, .peer = "127.0.0.1" };
  g_autofree char *signature = calls[which].sign ? laptop_sign (w->laptop, body) : NULL;
  call.signature = signature;
  tn_district_handle (w->district->d, &call, &answer);
  g_assert (answer.wait || (answer.status >= 200 && answer.status < 500));
  if (answer.status >= 400) g_assert_cmpstr (answer.content_type, ==, TN_MEDIA_PROBLEM);
  tn_answer_clear (&answer);
}

static void
check (World *w)
{
  g_autofree char *bad = NULL;
  g_autoptr (GError) error = NULL;
  g_assert (tn_district_check_sums (w->district->d, WARD, &bad, &error) && !bad);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  World *w = get_world ();
  if (size < 2) return 0;
  g_autoptr (GBytes) body = data[1] == 'b' ? make_batch ((const char *) data + 2, size - 2) : g_bytes_new (data + 2, size - 2);
  call_desk (w, data[0] % G_N_ELEMENTS (calls), body);
  if (++w->runs % CHECK_EVERY == 0) check (w);
  return 0;
}
