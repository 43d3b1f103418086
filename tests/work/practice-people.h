/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Invented people of a practice set, and the same ones as another list has them. */
#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include "tn-text.h"
G_BEGIN_DECLS

static const char *const families[] = { "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý" };
static const char *const middles[] = { "Văn", "Văn", "Thị", "Thị", "Minh", "Ngọc", "Thanh", "Quốc", "Kim", "Hữu", "Đức", "Xuân", "Hoàng", "Gia", "Bảo" };
static const char *const givens[] = { "An", "Anh", "Bình", "Châu", "Chi", "Cường", "Dung", "Dũng", "Giang", "Hà", "Hải", "Hạnh", "Hiền", "Hoa", "Hòa", "Hùng", "Hương", "Khanh",
  "Lan", "Linh", "Long", "Mai", "Nam", "Nga", "Nhung", "Oanh", "Phúc", "Phương", "Quân", "Sơn", "Tâm", "Thảo", "Thủy", "Trang", "Tú", "Tuấn", "Uyên", "Vân", "Vy", "Yến" };
#define ANY(rand, list) list[g_rand_int_range (rand, 0, G_N_ELEMENTS (list))]

typedef struct { char *name, *birth, *phone, *card; const char *sex; } Born;

static inline void
clear_born (Born *born)
{
  g_free (born->name);
  g_free (born->birth);
  g_free (born->phone);
  g_free (born->card);
}

static inline Born
bear (GRand *rand)
{
  int year = g_rand_int_range (rand, 1935, 2022);
  gboolean female = g_rand_boolean (rand);

  return (Born) {
    .name = g_strdup_printf ("%s %s %s", ANY (rand, families), ANY (rand, middles), ANY (rand, givens)),
    .birth = g_rand_int_range (rand, 0, 10) ? g_strdup_printf ("%d-%02d-%02d", year, g_rand_int_range (rand, 1, 13), g_rand_int_range (rand, 1, 29)) : g_strdup_printf ("%d", year),
    .phone = g_rand_int_range (rand, 0, 3) ? g_strdup_printf ("0280%07d", g_rand_int_range (rand, 0, 10000000)) : NULL,
    .card = year < 2007 && g_rand_int_range (rand, 0, 4) ? g_strdup_printf ("079%d%02d%06d", (year >= 2000 ? 2 : 0) + female, year % 100, g_rand_int_range (rand, 0, 1000000)) : NULL,
    .sex = female ? "female" : "male",
  };
}

static inline void
change_digit (GRand *rand, char *text)
{
  char *at = text + strlen (text) - 1 - g_rand_int_range (rand, 0, 4);

  *at = (char) ('0' + (*at - '0' + g_rand_int_range (rand, 1, 10)) % 10);
}

/* The same person as another list has it. */
static inline void
garble (GRand *rand, Born *born)
{
  char *birth = born->birth;

  switch (g_rand_int_range (rand, 0, 7))
    {
    case 0:   /* without marks */
      born->name = tn_text_fold (born->name, -1);
      break;
    case 1:   /* day and month the other way round */
      if (strlen (birth) == 10 && atoi (birth + 8) <= 12)
        born->birth = g_strdup_printf ("%.5s%s-%.2s", birth, birth + 8, birth + 5);
      break;
    case 2:   /* only the year is known there, but the card or the telephone too */
      born->birth = g_strndup (birth, 4);
      if (!born->phone)
        born->phone = g_strdup ("02800000000");
      break;
    case 3:   /* a digit of the card */
      if (born->card)
        change_digit (rand, born->card = g_strdup (born->card));
      break;
    case 4:   /* no middle name */
      born->name = g_strdup_printf ("%.*s%s", (int) (strchr (born->name, ' ') - born->name), born->name, strrchr (born->name, ' '));
      break;
    case 5:   /* another telephone, no card */
      born->phone = NULL;
      born->card = NULL;
      break;
    default:  /* just twice */
      break;
    }
}

/* What garble() has changed. */
static inline void
clear_garbled (Born *again, const Born *born)
{
  if (again->name != born->name) g_free (again->name);
  if (again->birth != born->birth) g_free (again->birth);
  if (again->phone != born->phone) g_free (again->phone);
  if (again->card != born->card) g_free (again->card);
}
G_END_DECLS
