/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>
#include "tn-testing.h"
G_BEGIN_DECLS

/* One line of a test round in a list. It stays the same object while its result changes, so that the keyboard stays where it is. Signal "changed" (). */
#define TN_TYPE_TEST_ITEM (tn_test_item_get_type ())
G_DECLARE_FINAL_TYPE (TnTestItem, tn_test_item, TN, TEST_ITEM, GObject)

TnTestItem *tn_test_item_new (const TnTestLine *line);
const TnId *tn_test_item_get_person (TnTestItem *self);
const char *tn_test_item_get_name (TnTestItem *self);
TnTestResult tn_test_item_get_result (TnTestItem *self);
/* Takes over what the line says; the person stays. */
void tn_test_item_update (TnTestItem *self, const TnTestLine *line);
/* Does the name or the door have these folded words? NULL = all do. */
gboolean tn_test_item_matches (TnTestItem *self, const char *folded);
/* Makes the lines of a GtkListView over TnTestItem. */
GtkListItemFactory *tn_test_item_factory_new (void);
/* What a line that the factory made shows now; NULL = nothing. line may be NULL. Borrowed. */
TnTestItem *tn_test_item_of_line (GtkWidget *line);
G_END_DECLS
