/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Health checks (phiếu theo dõi sức khỏe): the sheet of QĐ 261/QĐ-BYT, one record a check, so that two people who write at once lose
 * nothing. The measures are facts of one moment and never merged with another check’s. */
#include "tn-kinds.h"
#include <glib/gi18n.h>

static const TnChoice part_choices[] = {
  { "morning", N_("Morning") },
  { "afternoon", N_("Afternoon") },
  { "extra", N_("In between") },
  { NULL, NULL },
};

static const TnField fields[] = {
  { .key = "home_case", .type = TN_TYPE_REF, .flags = TN_FIELD_REQUIRED, .ref_kind = "home_case", .label = N_("Home case") },
  { .key = "at", .type = TN_TYPE_TIME, .flags = TN_FIELD_REQUIRED, .label = N_("When") },
  { .key = "part", .type = TN_TYPE_CHOICE, .choices = part_choices, .label = N_("Part of the day") },
  { .key = "temperature", .type = TN_TYPE_DECIMAL, .label = N_("Temperature (°C)") },
  { .key = "spo2", .type = TN_TYPE_INT, .unit = "spo2", .label = N_("SpO2 (%)") },
  { .key = "spo2_again", .type = TN_TYPE_INT, .unit = "spo2", .label = N_("SpO2 measured again (%)") },
  { .key = "breathing", .type = TN_TYPE_INT, .label = N_("Breaths per minute") },
  { .key = "pulse", .type = TN_TYPE_INT, .label = N_("Pulse per minute") },
  { .key = "systolic", .type = TN_TYPE_INT, .unit = "blood_pressure", .label = N_("Systolic (mmHg)") },
  { .key = "diastolic", .type = TN_TYPE_INT, .unit = "blood_pressure", .label = N_("Diastolic (mmHg)") },
  { .key = "tired", .type = TN_TYPE_BOOL, .label = N_("Tired") },
  { .key = "cough", .type = TN_TYPE_BOOL, .label = N_("Cough") },
  { .key = "phlegm", .type = TN_TYPE_BOOL, .label = N_("Cough with phlegm") },
  { .key = "chills", .type = TN_TYPE_BOOL, .label = N_("Chills") },
  { .key = "red_eyes", .type = TN_TYPE_BOOL, .label = N_("Red eyes") },
  { .key = "no_taste", .type = TN_TYPE_BOOL, .label = N_("No taste or smell") },
  { .key = "diarrhoea", .type = TN_TYPE_BOOL, .label = N_("Diarrhoea") },
  { .key = "cough_blood", .type = TN_TYPE_BOOL, .label = N_("Coughs up blood") },
  { .key = "breathless", .type = TN_TYPE_BOOL, .label = N_("Breathless") },
  { .key = "chest_pain", .type = TN_TYPE_BOOL, .label = N_("Steady chest pain") },
  { .key = "confused", .type = TN_TYPE_BOOL, .label = N_("Altered consciousness") },
  { .key = "blue", .type = TN_TYPE_BOOL, .label = N_("Blue lips or nails") },
  { .key = "pale_cold", .type = TN_TYPE_BOOL, .label = N_("Pale cold skin") },
  { .key = "cannot_drink", .type = TN_TYPE_BOOL, .label = N_("Cannot eat or drink") },
  { .key = "vomiting", .type = TN_TYPE_BOOL, .label = N_("Vomiting") },
  { .key = "child_fever", .type = TN_TYPE_BOOL, .label = N_("High fever or rash in a child") },
  { .key = "worry", .type = TN_TYPE_BOOL, .label = N_("Another worrying sign") },
  { .key = "by", .type = TN_TYPE_REF, .ref_kind = "volunteer", .label = N_("Checked by") },
  { .key = "note", .type = TN_TYPE_NOTE, .label = N_("Notes") },
};

const TnKind tn_kind_health_check = {
  .key = "health_check", .cls = TN_CLASS_HEALTH, .parent_field = "home_case",
  .list_ref = "by", .list_state = "part", .list_time = "at",
  .label = N_("Health check"), .label_plural = N_("Health checks"),
  .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};
