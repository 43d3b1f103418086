/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* Processes that a bench runs and measures. All end the bench when they fail. */
/* With pipes on stdin and stdout; killed when the bench ends, however it ends. */
GSubprocess *bench_spawn (const char *const *argv);
/* Runs `tungnha-district serve` until its first line tells the port. `argv` names an address with port 0. */
GSubprocess *bench_serve (const char *const *argv, guint16 *port);
/* The file of the build's own tungnha-district, seen from where this bench lies. Owned. */
char *bench_district_program (void);
/* MB (2^20 bytes) of a line of /proc/PID/status, as "VmHWM". 0 when it has gone. */
double bench_memory (const char *pid, const char *key);
/* MB (2^20 bytes) that it asked the system to read ("rchar") or write ("wchar"), from files mostly: sockets are read and written by other calls. */
double bench_io (const char *pid, const char *key);
/* Seconds of processor time, user and system; with those of children that it has buried if `buried`. */
double bench_cpu (const char *pid, gboolean buried);
/* Seconds in which its threads were ready to run and the system ran others: what a busy machine takes from a figure. */
double bench_starved (const char *pid);
G_END_DECLS
