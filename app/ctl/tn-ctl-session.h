/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-apply.h"
#include "tn-ctl.h"
void tn_ctl_session_to_json (cJSON *object, const TnSessionLog *log);
