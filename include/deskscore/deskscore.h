/**
 * @file deskscore.h
 * All of deskscore: include this one, or the headers it names.
 */
#ifndef DESKSCORE_DESKSCORE_H
#define DESKSCORE_DESKSCORE_H

#include <deskscore/base.h>
#include <deskscore/catalog.h>
#include <deskscore/codes.h>
#include <deskscore/data.h>
#include <deskscore/decision.h>
#include <deskscore/document.h>
#include <deskscore/findings.h>
#include <deskscore/forecast.h>
#include <deskscore/lifecycle.h>
#include <deskscore/mbo.h>
#include <deskscore/measure.h>
#include <deskscore/pack.h>
#include <deskscore/policy.h>
#include <deskscore/profile.h>
#include <deskscore/roster.h>
#include <deskscore/scheme.h>
#include <deskscore/score.h>
#include <deskscore/smart.h>
#include <deskscore/standings.h>
#include <deskscore/stat.h>
#include <deskscore/state.h>
#include <deskscore/target.h>
#include <deskscore/time.h>
#include <deskscore/values.h>
#include <deskscore/weight.h>
#include <deskscore/weighting.h>
#include <deskscore/whatif.h>

#endif
