// Command lightvectors prints what CometBFT's own library makes of headers, validator sets, votes
// and light client steps, so that the light client in TypeScript is held to its verdicts and not to
// its own. Everything is made from fixed secrets and seeds: the output never changes.
package main

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"time"

	"github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/cometbft/cometbft/crypto/tmhash"
	cmtjson "github.com/cometbft/cometbft/libs/json"
	cmtversion "github.com/cometbft/cometbft/proto/tendermint/version"
	ctypes "github.com/cometbft/cometbft/rpc/core/types"
	"github.com/cometbft/cometbft/types"
	"github.com/cometbft/cometbft/version"
)

const chainID = "madang-0123456789abcdef0123456789abcdef"

var begin = time.Date(2026, 11, 26, 6, 50, 0, 123_456_789, time.UTC)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// rpc is a value as the JSON-RPC writes it.
func rpc(value any) json.RawMessage { return must(cmtjson.Marshal(value)) }

func hash(of string) []byte { return tmhash.Sum([]byte(of)) }

func keyOf(name string) ed25519.PrivKey { return ed25519.GenPrivKeyFromSecret([]byte(name)) }

// members is a validator set and the keys of its members by address.
type members struct {
	set  *types.ValidatorSet
	keys map[string]ed25519.PrivKey
}

func membersOf(powers map[string]int64) members {
	out := members{keys: map[string]ed25519.PrivKey{}}
	var list []*types.Validator
	for name, power := range powers {
		key := keyOf(name)
		list = append(list, types.NewValidator(key.PubKey(), power))
		out.keys[string(key.PubKey().Address())] = key
	}
	out.set = types.NewValidatorSet(list)
	return out
}

func blockIDOf(header *types.Header) types.BlockID {
	return types.BlockID{Hash: header.Hash(), PartSetHeader: types.PartSetHeader{Total: 1, Hash: hash("parts")}}
}

// commitOf has the votes of a set: 'c' for the block, 'n' for nil, '-' for nothing, and 'x' for the
// block with a wrong signature.
func commitOf(header *types.Header, by members, round int32, votes string) *types.Commit {
	commit := &types.Commit{Height: header.Height, Round: round, BlockID: blockIDOf(header)}
	for i, validator := range by.set.Validators {
		kind := votes[i%len(votes)]
		if kind == '-' {
			commit.Signatures = append(commit.Signatures, types.NewCommitSigAbsent())
			continue
		}
		flag := types.BlockIDFlagCommit
		if kind == 'n' {
			flag = types.BlockIDFlagNil
		}
		// Each signer has a clock of its own.
		at := header.Time.Add(time.Duration(i*i) * 1_000_003 * time.Nanosecond)
		commit.Signatures = append(commit.Signatures, types.CommitSig{BlockIDFlag: flag, ValidatorAddress: validator.Address, Timestamp: at})
		signature := must(by.keys[string(validator.Address)].Sign(commit.VoteSignBytes(header.ChainID, int32(i))))
		if kind == 'x' {
			signature[7] ^= 1
		}
		commit.Signatures[i].Signature = signature
	}
	return commit
}

func headerOf(height int64, at time.Time, vals, next *types.ValidatorSet) *types.Header {
	return &types.Header{
		Version: cmtversion.Consensus{Block: version.BlockProtocol, App: 1}, ChainID: chainID, Height: height, Time: at,
		LastBlockID:    types.BlockID{Hash: hash("last"), PartSetHeader: types.PartSetHeader{Total: 3, Hash: hash("last parts")}},
		LastCommitHash: hash("last commit"), DataHash: hash("data"), ValidatorsHash: vals.Hash(), NextValidatorsHash: next.Hash(),
		ConsensusHash: hash("params"), AppHash: hash("app"), LastResultsHash: hash("results"), EvidenceHash: hash("evidence"),
		ProposerAddress: vals.Validators[0].Address,
	}
}

type block struct {
	Commit     json.RawMessage `json:"commit"`
	Validators json.RawMessage `json:"validators"`
}

func blockOf(header *types.Header, commit *types.Commit, vals *types.ValidatorSet) block {
	return block{
		Commit:     rpc(ctypes.ResultCommit{SignedHeader: types.SignedHeader{Header: header, Commit: commit}, CanonicalCommit: true}),
		Validators: rpc(ctypes.ResultValidators{BlockHeight: header.Height, Validators: vals.Validators, Count: vals.Size(), Total: vals.Size()}),
	}
}

type golden struct {
	Name           string   `json:"name"`
	HeaderHash     string   `json:"headerHash"`
	ValidatorsHash string   `json:"validatorsHash"`
	SignBytes      []string `json:"signBytes"`
	block
}

func goldenOf(name string, header *types.Header, by members, round int32, votes string) golden {
	commit := commitOf(header, by, round, votes)
	out := golden{Name: name, HeaderHash: hex.EncodeToString(header.Hash()), ValidatorsHash: hex.EncodeToString(by.set.Hash()), block: blockOf(header, commit, by.set)}
	for i, signature := range commit.Signatures {
		bytes := ""
		if signature.BlockIDFlag != types.BlockIDFlagAbsent {
			bytes = hex.EncodeToString(commit.VoteSignBytes(chainID, int32(i)))
		}
		out.SignBytes = append(out.SignBytes, bytes)
	}
	return out
}

func goldens() []golden {
	var out []golden
	four := membersOf(map[string]int64{"a": 1, "b": 1, "c": 1, "d": 1})
	empty := map[string]func(*types.Header){
		"no app version":        func(h *types.Header) { h.Version.App = 0 },
		"a large app version":   func(h *types.Header) { h.Version.App = 1 << 40 },
		"no last block":         func(h *types.Header) { h.LastBlockID = types.BlockID{} },
		"no last commit":        func(h *types.Header) { h.LastCommitHash = nil },
		"no data":               func(h *types.Header) { h.DataHash = nil },
		"no next validators":    func(h *types.Header) { h.NextValidatorsHash = nil },
		"no parameters":         func(h *types.Header) { h.ConsensusHash = nil },
		"no application hash":   func(h *types.Header) { h.AppHash = nil },
		"a short app hash":      func(h *types.Header) { h.AppHash = []byte{7} },
		"no results":            func(h *types.Header) { h.LastResultsHash = nil },
		"no evidence":           func(h *types.Header) { h.EvidenceHash = nil },
		"an even second":        func(h *types.Header) { h.Time = time.Unix(1_700_000_000, 0).UTC() },
		"one nanosecond":        func(h *types.Header) { h.Time = time.Unix(1_700_000_000, 1).UTC() },
		"a leap day":            func(h *types.Header) { h.Time = time.Date(2028, 2, 29, 23, 59, 59, 900_000_000, time.UTC) },
		"the beginning of 1970": func(h *types.Header) { h.Time = time.Unix(0, 1).UTC() },
		"a great height":        func(h *types.Header) { h.Height = 1<<53 - 1 },
		"the first height":      func(h *types.Header) { h.Height = 1 },
	}
	for _, name := range sorted(empty) {
		header := headerOf(100, begin, four.set, four.set)
		empty[name](header)
		out = append(out, goldenOf("a header with "+name, header, four, 0, "c"))
	}
	for size := 1; size <= 7; size++ {
		equal, unequal := map[string]int64{}, map[string]int64{}
		for i := 0; i < size; i++ {
			name := string(rune('a' + i))
			equal[name], unequal[name] = 1, int64(1)<<(9*i)+int64(i)
		}
		for _, powers := range []map[string]int64{equal, unequal} {
			by := membersOf(powers)
			out = append(out, goldenOf("a set", headerOf(int64(size), begin, by.set, four.set), by, int32(size-1), "c"))
		}
	}
	for _, votes := range []string{"cccc", "ccc-", "-ccc", "ccnc", "nccc"} {
		out = append(out, goldenOf("votes "+votes, headerOf(7, begin, four.set, four.set), four, 0, votes))
		out = append(out, goldenOf("votes in a late round "+votes, headerOf(7, begin, four.set, four.set), four, 2_000_000_000, votes))
	}
	return out
}

func main() {
	out := struct {
		CometBFT string   `json:"cometbft"`
		ChainID  string   `json:"chainId"`
		Blocks   []golden `json:"blocks,omitempty"`
		Steps    []step   `json:"steps,omitempty"`
	}{CometBFT: version.TMCoreSemVer, ChainID: chainID}
	if len(os.Args) > 1 && os.Args[1] == "steps" {
		out.Steps = steps()
	} else {
		out.Blocks = goldens()
	}
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil {
		panic(err)
	}
}
