/* The demo's data, from a seed: a month of tickets of eight agents who differ, with surveys that many did not answer
   and rows as dirty as real ones; a roster; results of training and knowledge work by agent; and a log of events. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* splitmix64 (S. Vigna, public domain): the same numbers on every machine. */
static uint64_t state;

static uint64_t next(void)
{
    uint64_t z = (state += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

static int below(int n)
{
    return (int)(next() % (uint64_t)n);
}

static int chance(int percent)
{
    return below(100) < percent;
}

typedef struct agent {
    const char *name, *team;
    int speed;    /* typical seconds to the first response */
    int quality;  /* chance that a survey is good */
    int answered; /* chance that a ticket gets a response */
    int repeat;   /* chance that the customer comes back */
} agent;

static const agent agents[] = {
    {"Amara Okafor", "North", 18, 90, 99, 4},
    {"Bao Chen", "North", 22, 84, 98, 6},
    {"Clara Silva", "North", 27, 88, 98, 5},
    {"Dmitri Volkov", "South", 24, 70, 97, 10},
    {"Eva Lindqvist", "South", 34, 82, 96, 7},
    {"Farid Haddad", "South", 30, 62, 95, 14},
    {"Grace Mwangi", "North", 42, 91, 99, 3},
    {"Hiro Tanaka", "South", 55, 58, 90, 16},
};
enum { AGENTS = sizeof agents / sizeof agents[0], DAYS = 30 };

static FILE *create(const char *folder, const char *name)
{
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    return file;
}

static void finish(FILE *file, const char *name, int rows)
{
    if (fclose(file) != 0) {
        perror(name);
        exit(EXIT_FAILURE);
    }
    (void)printf("%s: %d rows\n", name, rows);
}

/* An instant of September 2026, `second` seconds after its start. */
static const char *instant(int64_t second, char *buffer)
{
    (void)sprintf(buffer, "2026-09-%02d %02d:%02d:%02d", (int)(second / 86400 % 30) + 1, (int)(second / 3600 % 24),
        (int)(second / 60 % 60), (int)(second % 60));
    return buffer;
}

static int rating(const agent *a)
{
    return chance(a->quality) ? 4 + chance(65) : 1 + below(3);
}

static void write_ticket(FILE *file, int id, const agent *a)
{
    static const char *const channels[] = {"phone", "chat", "e-mail", "social"};
    char created[40], replied[40] = "", resolved[40] = "", csat[16] = "";
    int64_t at = (int64_t)below(DAYS - 2) * 86400 + 28800 + below(36000);
    int wait = a->speed / 2 + below(a->speed + 1);
    int answered = chance(a->answered);
    if (answered) {
        (void)instant(at + wait, replied);
    }
    if (answered && chance(94)) {
        (void)instant(at + wait + 300 + below(80000), resolved);
    }
    if (resolved[0] != '\0' && chance(55)) {
        (void)sprintf(csat, "%d", rating(a));
    }
    /* Dirt: a reply before the question, a rating off the scale, a cell nobody can read. */
    if (id % 173 == 0 && answered) {
        (void)instant(at - 60, replied);
    }
    if (id % 211 == 0) {
        (void)strcpy(csat, "9");
    }
    if (id % 307 == 0) {
        (void)strcpy(resolved, "n/a");
    }
    /* One draw a statement: the order of a call's arguments is the compiler's. */
    const char *channel = channels[below(4)];
    int contacts = 1 + chance(a->repeat);
    int reopens = chance(3);
    int handle_time = 240 + below(400);
    const char *complaint = chance(a->repeat / 3) ? "Y" : "N";
    const char *repeat = chance(a->repeat) ? "Y" : "N";
    repeat = chance(30) ? repeat : "";
    int spam = chance(2);
    int responses = answered ? 1 + below(4) : 0;
    int response_time = answered ? wait + (responses - 1) * (a->speed + below(10)) : 0;
    (void)fprintf(file, "T%05d,%s,%s,%s,%s,%s,%s,%s,%d,%d,%d,%s,%s,%d,%d,%d\n", id, id % 97 == 0 ? "" : a->name,
        a->team, channel, instant(at, created), replied, resolved, csat, contacts, reopens, handle_time, complaint,
        repeat, spam, responses, response_time);
}

static void write_event(FILE *file, int ticket, int64_t at, const char *kind, const char *actor, const char *actor_kind)
{
    char text[40];
    int assigned = strcmp(kind, "assigned") == 0;
    (void)fprintf(file, "E%04d,%s,%s,%s,%s,%s\n", ticket, instant(at, text), kind, assigned ? "router" : actor,
        actor_kind, assigned ? actor : "");
}

/* The life of a ticket: asked, greeted by a bot, answered, solved, sometimes asked again and reopened. Local times. */
static int write_life(FILE *file, int ticket, const agent *a)
{
    int64_t at = (int64_t)below(DAYS - 3) * 86400 + 28800 + below(36000);
    int rows = 3;
    char customer[16];
    (void)sprintf(customer, "customer %d", 1 + below(150));
    write_event(file, ticket, at, "created", customer, "customer");
    write_event(file, ticket, at + 2, "message", "greeter", "bot");
    write_event(file, ticket, at + 3, "assigned", a->name, "system");
    int rounds = 1 + below(3);
    for (int i = 0; i < rounds; i++) {
        at += a->speed * 20 + below(a->speed * 40 + 1);
        write_event(file, ticket, at, "message", a->name, "human");
        at += 600 + below(7200);
        write_event(file, ticket, at, "message", customer, "customer");
        rows += 2;
    }
    at += a->speed * 20 + below(3600);
    write_event(file, ticket, at, "message", a->name, "human");
    write_event(file, ticket, at + 60, "resolved", a->name, "human");
    rows += 2;
    if (chance(a->repeat)) {
        write_event(file, ticket, at + 40000, "reopened", customer, "customer");
        write_event(file, ticket, at + 40000 + below(20000), "resolved", a->name, "human");
        rows += 2;
    }
    return rows;
}

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 3) {
        (void)fprintf(stderr, "usage: deskscore_generate FOLDER [SEED]\n");
        return 2;
    }
    state = argc == 3 ? strtoull(argv[2], NULL, 10) : 20260901;
    FILE *tickets = create(argv[1], "tickets.csv");
    (void)fputs("id,agent,team,channel,created_at,first_response_at,resolved_at,csat,contacts,reopens,handle_time,"
                "is_complaint,is_repeat,is_spam,response_count,response_time_total\n",
        tickets);
    int rows = 0;
    for (int i = 0; i < 4000; i++) {
        /* The quick ones take more tickets. */
        int who = below(AGENTS + 4) % AGENTS;
        write_ticket(tickets, ++rows, &agents[who]);
    }
    finish(tickets, "tickets.csv", rows);

    FILE *roster = create(argv[1], "agents.csv");
    (void)fputs("agent,team,role,hired_at\n", roster);
    for (int i = 0; i < AGENTS; i++) {
        int year = 2018 + below(8);
        int month = 1 + below(9);
        (void)fprintf(roster, "%s,%s,agent,%d-0%d-01\n", agents[i].name, agents[i].team, year, month);
    }
    (void)fputs("Ines Moreau,South,agent,2026-09-15\n", roster); /* joined, no ticket yet */
    finish(roster, "agents.csv", AGENTS + 1);

    FILE *periods = create(argv[1], "agent_periods.csv");
    (void)fputs("agent,team,period_start,worked_days,training_assigned,training_attended,training_assessed,"
                "training_passed,kb_created,knowledge_shares,xdept_due,xdept_completed\n",
        periods);
    for (int i = 0; i < AGENTS; i++) {
        int days = 17 + below(5);
        int attended = 2 + below(2);
        int sat = 1 + below(3);
        int passed = sat - chance(25);
        int articles = below(6);
        int shares = below(3);
        int due = 1 + below(4);
        int completed = due - chance(30);
        (void)fprintf(periods, "%s,%s,2026-09-01,%d,3,%d,%d,%d,%d,%d,%d,%d\n", agents[i].name, agents[i].team, days,
            attended, sat, passed, articles, shares, due, completed);
    }
    finish(periods, "agent_periods.csv", AGENTS);

    FILE *events = create(argv[1], "events.csv");
    (void)fputs("ticket,at,kind,actor,actor_kind,value\n", events);
    rows = 0;
    for (int i = 0; i < 400; i++) {
        rows += write_life(events, i + 1, &agents[below(AGENTS)]);
    }
    finish(events, "events.csv", rows);

    /* One of them is new, one was away, one has an upheld complaint. */
    FILE *people = create(argv[1], "roster.csv");
    (void)fputs("subject,tenure_days,worked_days,leave_days,complaints,salary\n", people);
    for (int i = 0; i < AGENTS; i++) {
        (void)fprintf(people, "%s,%d,%d,%d,%d,%d\n", agents[i].name, i == 3 ? 40 : 300 + 150 * i, i == 5 ? 6 : 20,
            i == 5 ? 15 : 1, i == 2 ? 1 : 0, 5000 + 200 * i);
    }
    finish(people, "roster.csv", AGENTS);
    return 0;
}
