package main

import (
	"errors"
	"math/rand"
	"sort"
	"strings"
	"time"

	cmtmath "github.com/cometbft/cometbft/libs/math"
	"github.com/cometbft/cometbft/light"
	"github.com/cometbft/cometbft/types"
)

// step is one use of the light client's verifier, with its verdict.
type step struct {
	Name             string    `json:"name"`
	Trusted          block     `json:"trusted"`
	Block            block     `json:"block"`
	NowMs            int64     `json:"nowMs"`
	TrustingPeriodMs int64     `json:"trustingPeriodMs"`
	ClockDriftMs     int64     `json:"clockDriftMs"`
	Level            [2]uint64 `json:"level"`
	Verdict          string    `json:"verdict"`
	Reason           string    `json:"reason"`
}

func sorted[V any](of map[string]V) []string {
	var names []string
	for name := range of {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// plan says what differs from a good step from height 10 to a later one.
type plan struct {
	name            string
	trusted, next   map[string]int64
	by              map[string]int64
	height          int64
	votes           string
	after           time.Duration
	now             time.Duration
	period, drift   time.Duration
	level           [2]uint64
	header          func(*types.Header)
	commit          func(*types.Commit)
	announced       *types.ValidatorSet
	suppliedAnother bool
}

func (p plan) run() step {
	trusted, next, by := membersOf(p.trusted), membersOf(p.next), membersOf(p.by)
	old := headerOf(10, begin, trusted.set, next.set)
	oldCommit := commitOf(old, trusted, 0, "c")
	header := headerOf(p.height, begin.Add(p.after), by.set, by.set)
	if p.header != nil {
		p.header(header)
	}
	commit := commitOf(header, by, 1, p.votes)
	if p.commit != nil {
		p.commit(commit)
	}
	supplied := by.set
	if p.suppliedAnother {
		supplied = membersOf(map[string]int64{"a": 2, "b": 1, "c": 1, "d": 1}).set
	}
	// The clock of a device counts in ms.
	now := begin.Add(p.now).Truncate(time.Millisecond)
	err := light.Verify(
		&types.SignedHeader{Header: old, Commit: oldCommit}, trusted.set,
		&types.SignedHeader{Header: header, Commit: commit}, supplied,
		p.period, now, p.drift, cmtmath.Fraction{Numerator: p.level[0], Denominator: p.level[1]})
	out := step{
		Name: p.name, Trusted: blockOf(old, oldCommit, trusted.set), Block: blockOf(header, commit, supplied),
		NowMs: now.UnixMilli(), TrustingPeriodMs: p.period.Milliseconds(), ClockDriftMs: p.drift.Milliseconds(), Level: p.level,
		Verdict: verdictOf(err),
	}
	if err != nil {
		out.Reason = strings.Split(err.Error(), "\n")[0]
	}
	return out
}

func verdictOf(err error) string {
	var expired light.ErrOldHeaderExpired
	var untrusted light.ErrNewValSetCantBeTrusted
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &expired):
		return "expired"
	case errors.As(err, &untrusted):
		return "too few trusted"
	default:
		return "refused"
	}
}

var equalFour = map[string]int64{"a": 1, "b": 1, "c": 1, "d": 1}

func good(name string) plan {
	return plan{
		name: name, trusted: equalFour, next: equalFour, by: equalFour, height: 12, votes: "c",
		after: time.Minute, now: 2 * time.Minute, period: time.Hour, drift: 10 * time.Second, level: [2]uint64{1, 3},
	}
}

func with(name string, change func(*plan)) plan {
	p := good(name)
	change(&p)
	return p
}

func powers(names string, power int64) map[string]int64 {
	out := map[string]int64{}
	for _, name := range names {
		out[string(name)] = power
	}
	return out
}

func fixedPlans() []plan {
	return []plan{
		good("over a gap"),
		with("to the next height", func(p *plan) { p.height = 11 }),
		with("to the same height", func(p *plan) { p.height = 10 }),
		with("to a height before", func(p *plan) { p.height = 9 }),
		with("next height with validators not announced", func(p *plan) { p.height = 11; p.next = powers("abce", 1) }),
		with("next height with validators that were announced", func(p *plan) { p.height = 11; p.next, p.by = powers("wxyz", 1), powers("wxyz", 1) }),
		with("exactly two thirds of three", func(p *plan) { p.by, p.trusted = powers("abc", 1), powers("abc", 1); p.votes = "cc-" }),
		with("three of four", func(p *plan) { p.votes = "ccc-" }),
		with("two of four", func(p *plan) { p.votes = "cc--" }),
		with("three of four, one for nil", func(p *plan) { p.votes = "ccnc" }),
		with("two of four, two for nil", func(p *plan) { p.votes = "cnnc" }),
		with("nobody", func(p *plan) { p.votes = "-" }),
		with("exactly a third of the trusted", func(p *plan) { p.trusted = powers("abc", 1); p.by = powers("cdef", 1) }),
		with("more than a third of the trusted", func(p *plan) { p.trusted = powers("abc", 1); p.by = powers("bcdef", 1) }),
		with("exactly a third by power", func(p *plan) { p.trusted = map[string]int64{"a": 20, "b": 10}; p.by = powers("bcde", 1) }),
		with("a third and one by power", func(p *plan) { p.trusted = map[string]int64{"a": 20, "b": 11}; p.by = powers("bcde", 1) }),
		with("none of the trusted", func(p *plan) { p.by = powers("wxyz", 1) }),
		with("exactly two thirds at the level of two thirds", func(p *plan) { p.level = [2]uint64{2, 3}; p.trusted = powers("abc", 1); p.by = powers("bcd", 1) }),
		with("all at the level of two thirds", func(p *plan) { p.level = [2]uint64{2, 3} }),
		with("all at the level of all", func(p *plan) { p.level = [2]uint64{1, 1} }),
		with("trust that ends this very moment", func(p *plan) { p.now = time.Hour }),
		with("trust that ended a millisecond ago", func(p *plan) { p.now = time.Hour + time.Millisecond }),
		with("trust that lasts a millisecond more", func(p *plan) { p.now = time.Hour - time.Millisecond }),
		with("a header as far ahead as clocks may be", func(p *plan) { p.after = 2*time.Minute + 10*time.Second }),
		with("a header a second less ahead", func(p *plan) { p.after = 2*time.Minute + 9*time.Second }),
		with("a header of the same time", func(p *plan) { p.after = 0 }),
		with("a header a nanosecond later", func(p *plan) { p.after = 1 }),
		with("a header of an earlier time", func(p *plan) { p.after = -time.Second }),
		with("another chain", func(p *plan) { p.header = func(h *types.Header) { h.ChainID = "madang-another" } }),
		with("validators that the header does not name", func(p *plan) { p.suppliedAnother = true }),
		with("the first signature wrong", func(p *plan) { p.votes = "xccc" }),
		with("the last signature wrong, beyond two thirds", func(p *plan) { p.votes = "cccx" }),
		with("votes for another block", func(p *plan) { p.commit = func(c *types.Commit) { c.BlockID.Hash = hash("another") } }),
		with("votes for other parts", func(p *plan) { p.commit = func(c *types.Commit) { c.BlockID.PartSetHeader.Hash = hash("another") } }),
		with("votes of another height", func(p *plan) { p.commit = func(c *types.Commit) { c.Height++ } }),
		with("votes of another round", func(p *plan) { p.commit = func(c *types.Commit) { c.Round++ } }),
		with("two votes changed about", func(p *plan) {
			p.commit = func(c *types.Commit) { c.Signatures[0], c.Signatures[1] = c.Signatures[1], c.Signatures[0] }
		}),
		with("one vote in two places", func(p *plan) { p.commit = func(c *types.Commit) { c.Signatures[1] = c.Signatures[0] } }),
		with("a vote too few", func(p *plan) { p.commit = func(c *types.Commit) { c.Signatures = c.Signatures[:3] } }),
		with("a vote too many", func(p *plan) {
			p.commit = func(c *types.Commit) { c.Signatures = append(c.Signatures, types.NewCommitSigAbsent()) }
		}),
		with("a vote at another time", func(p *plan) {
			p.commit = func(c *types.Commit) { c.Signatures[0].Timestamp = c.Signatures[0].Timestamp.Add(1) }
		}),
		with("a vote for nil that is said to be for the block", func(p *plan) {
			p.votes = "ncc-"
			p.commit = func(c *types.Commit) { c.Signatures[0].BlockIDFlag = types.BlockIDFlagCommit }
		}),
	}
}

// steps are the plans above and as many by chance, from a fixed seed.
func steps() []step {
	var out []step
	for _, p := range fixedPlans() {
		out = append(out, p.run())
	}
	random := rand.New(rand.NewSource(38))
	for i := 0; i < 120; i++ {
		p := good("by chance")
		p.trusted, p.by = map[string]int64{}, map[string]int64{}
		for _, name := range "abcdefg"[:2+random.Intn(6)] {
			power := int64(1 + random.Intn(4))
			if random.Intn(4) > 0 {
				p.trusted[string(name)] = power
			}
			if random.Intn(4) > 0 {
				p.by[string(name)] = power
			}
		}
		p.trusted["h"], p.by["i"] = 1, 1
		p.next = p.trusted
		if random.Intn(3) == 0 {
			p.height = 11
			p.next = p.by
		}
		p.votes = ""
		for range p.by {
			p.votes += string("ccccn-"[random.Intn(6)])
		}
		p.level = [][2]uint64{{1, 3}, {1, 2}, {2, 3}, {1, 1}}[random.Intn(4)]
		out = append(out, p.run())
	}
	return out
}
