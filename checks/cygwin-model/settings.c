/* Parse what a run of the model is asked to be.
   SPDX-License-Identifier: GPL-2.0-or-later
   Copyright (C) 2026 The poolpatch developers */

#include "settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const char *const rule_names[RULE_COUNT] = {
    [RULE_CHARGE] = "charge",     [RULE_TOUCH] = "touch",
    [RULE_PROTECT] = "protect",   [RULE_PAGE] = "page",
    [RULE_FIXED] = "fixed",       [RULE_FORK] = "fork",
    [RULE_ADVISE] = "advise",     [RULE_PARTIAL] = "partial",
    [RULE_READ] = "read",         [RULE_THREAD] = "thread",
    [RULE_ALTSTACK] = "altstack", [RULE_HEAP] = "heap",
    [RULE_CONTINUE] = "continue",
};

/* Read a number below MAXIMUM that starts at *TEXT with a digit; *TEXT then
   points behind it. */
static bool number(const char **text, unsigned long maximum, unsigned long *value)
{
    char *end;

    if (**text < '0' || **text > '9')
        return false;
    errno = 0;
    *value = strtoul(*text, &end, 10);
    *text = end;
    return errno == 0 && *value < maximum;
}

/* A release is X.Y.Z, each below 1000: what CYGWIN_VERSION_DLL_MAJOR (1000 *
   major + minor) and CYGWIN_VERSION_DLL_MINOR of <cygwin/version.h> hold. */
bool settings_release(struct settings *settings, const char *text)
{
    unsigned long part[3];

    for (int i = 0; i < 3; i++) {
        if (i > 0 && *text++ != '.')
            return false;
        if (!number(&text, 1000, &part[i]))
            return false;
    }
    if (*text != '\0')
        return false;
    settings->release = RELEASE(part[0], part[1], part[2]);
    return true;
}

/* A limit is in MiB; 0 is no limit. 2^24 MiB are 16 TiB, where GAP's pool
   begins: more can't be meant. */
bool settings_limit(struct settings *settings, const char *text)
{
    unsigned long mebibytes;

    if (!number(&text, 1ul << 24, &mebibytes) || *text != '\0')
        return false;
    settings->limit = (uint64_t)mebibytes << 20;
    return true;
}

/* The rule whose name is the LENGTH bytes at TEXT, or RULE_COUNT. */
static unsigned rule_named(const char *text, size_t length)
{
    unsigned rule = 0;

    while (rule < RULE_COUNT
           && (strlen(rule_names[rule]) != length
               || memcmp(rule_names[rule], text, length) != 0))
        rule++;
    return rule;
}

/* Rules are named, with commas between; an empty string is no rule. */
bool settings_off(struct settings *settings, const char *text)
{
    uint32_t off = 0;

    while (*text != '\0') {
        size_t length = strcspn(text, ",");
        unsigned rule = rule_named(text, length);

        if (rule == RULE_COUNT)
            return false;
        off |= 1u << rule;
        text += length;
        if (*text == ',' && *++text == '\0')
            return false;
    }
    settings->off = off;
    return true;
}
