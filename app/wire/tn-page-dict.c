/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lines of any ward have in common, for the compression of a single one, which finds nothing in itself to refer to. Frozen: another text is
 * another number (TN_PAGE_DICT), and who sends must know that the other side has it. What is most frequent stands last. */
#include "tn-wire-private.h"

static const char text[] =
  "{\"q\":1000,\"k\":\"conflict\",\"i\":\"01890a5d-\",\"g\":\"0\",\"t\":\"018\",\"x\":{},\"d\":0,\"b\":{\"against\":\"018\",\"against_by\":\"\",\"against_device\":\"\",\"by\":\"\",\"device\":\"\","
  "\"record\":\"01890a5d-\",\"stamp\":\"018\",\"state\":\"open\",\"type\":\"field\",\"unit\":\"status\",\"value\":\"\\\"\"}}\n"
  "{\"q\":1000,\"k\":\"identity\",\"i\":\"01890a5d-\",\"g\":\"0+i\",\"t\":\"018\",\"x\":{},\"d\":0,\"b\":{\"insurance\":\"GD4\",\"issued\":\"2021-\",\"number\":\"079\",\"old_number\":\"02\",\"person\":\"01890a5d-\",\"registered\":\"\"}}\n"
  "{\"q\":1000,\"k\":\"membership\",\"i\":\"01890a5d-\",\"g\":\"0\",\"t\":\"018\",\"x\":{},\"d\":0,\"b\":{\"category\":\"elderly\",\"category\":\"near_poor\",\"category\":\"disabled\",\"document\":\"\",\"from\":\"2025-\",\"note\":\"\",\"subject\":\"01890a5d-\",\"to\":\"2026-\"}}\n"
  "{\"q\":1000,\"k\":\"visit\",\"i\":\"01890a5d-\",\"g\":\"g\",\"t\":\"018\",\"x\":{},\"d\":0,\"b\":{\"at\":17,\"household\":\"01890a5d-\",\"note\":\"\",\"person\":\"01890a5d-\",\"result\":\"met\",\"volunteer\":\"01890a5d-\"}}\n"
  "{\"q\":1000,\"k\":\"building\",\"i\":\"01890a5d-\",\"g\":\"g\",\"t\":\"018\",\"x\":{},\"d\":0,\"b\":{\"area\":\"01890a5d-\",\"core_member\":\"\",\"house_no\":\"\",\"name\":\"\",\"owner\":\"\",\"owner_phone\":\"0\",\"rooms\":1,\"street\":\"\",\"type\":\"boarding_house\"}}\n"
  "{\"push\":{\"count\":1,\"schema\":1}}\n{\"n\":1000,\"k\":\"person\",\"i\":\"01890a5d-\",\"by\":\"\",\"u\":{\"relation\":[\"\\\"\",\"018\",[\"018\"]]}}\n"
  "{\"n\":1000,\"k\":\"household\",\"i\":\"01890a5d-\",\"by\":\"\",\"u\":{\"phone\":[\"0\",\"018\",[\"018\"]]}}\n"
  "{\"n\":1000,\"k\":\"household\",\"i\":\"01890a5d-\",\"by\":\"\",\"t\":\"018\",\"b\":{\"note\":[null,\"018\",[\"018\"]]}}\n"
  "{\"q\":1000,\"k\":\"person\",\"i\":\"01890a5d-\",\"g\":\"0\",\"t\":\"018\",\"x\":{\"birth\":\"018\",\"name\":\"018\",\"phone\":\"018\",\"relation\":\"018\",\"residence\":\"018\",\"status\":\"018\",\"work\":\"018\",\"note\":\"018\"},\"d\":0,\"b\":{\"birth\":\"19\",\"household\":\"01890a5d-\","
  "\"name\":\"Nguyễn Thị Văn \",\"note\":\"\",\"occupation\":\"công nhân\",\"phone\":\"09\",\"relation\":\"child\",\"residence\":\"permanent\",\"sex\":\"female\",\"status\":\"present\",\"status_date\":\"202\",\"status_note\":\"\",\"workplace\":\"\"}}\n"
  "{\"q\":1000,\"k\":\"household\",\"i\":\"01890a5d-\",\"g\":\"0\",\"t\":\"018\",\"x\":{\"address\":\"018\",\"area\":\"018\",\"head\":\"018\",\"note\":\"018\",\"status\":\"018\",\"phone\":\"018\"},\"d\":0,\"b\":{\"alley\":\"Hẻm \",\"area\":\"01890a5d-\",\"building\":\"\",\"code\":\"H\","
  "\"head\":\"01890a5d-\",\"house_no\":\"12/\",\"housing\":\"house\",\"note\":\"đường \",\"phone\":\"09\",\"residence\":\"permanent\",\"room\":\"\",\"status\":\"present\",\"status_date\":\"202\",\"status_note\":\"nhà \",\"street\":\"Nguyễn \"}}\n"
  "{\"end\":{\"count\":1,\"cur\":\"1000.\",\"more\":false}}\n";

TnSlice
tn_page_dict (void)
{
  return tn_slice (text, sizeof text - 1);
}
