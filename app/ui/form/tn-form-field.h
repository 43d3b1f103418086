/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-lookups.h"
#include "tn-schema.h"
G_BEGIN_DECLS

/* One line of a TnForm: the input for the field's type and the message under it. */
typedef struct
{
  const TnField *field;
  GtkWidget *row;          /* what the group shows */
  GtkWidget *input;        /* what holds the value and takes the keyboard */
  GtkWidget *message_row;
  GtkLabel *message;
  GListStore *extra;       /* options of a choice beside those of the schema, for values of a newer program */
  char *initial;           /* token when loaded */
  char *set, *set_text;    /* token last set from outside and how it was written: a time keeps its seconds, a number its shape */
  gboolean wrong;          /* a message of an error stands under the line */
} TnFormField;

/* NULL when a reference has nothing to choose from. changed: called as (GtkWidget *input or buffer, …, data) swapped, i.e. with data first. */
TnFormField *tn_form_field_new (const TnField *field, TnLookups *lookups, GCallback changed, gpointer data);
void tn_form_field_free (TnFormField *self);
void tn_form_field_set_token (TnFormField *self, const char *token);
/* NULL with error when what is written does not fit. Owned. */
char *tn_form_field_dup_token (TnFormField *self, GError **error);
/* css: "error" or "warning"; text NULL takes the message away. */
void tn_form_field_show_message (TnFormField *self, const char *text, const char *css);
G_END_DECLS
