// Command vectors prints ABCI 2.0 messages as CometBFT itself puts them on a socket, so that the
// server in TypeScript is held to its bytes and not to its own.
package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cryptoenc "github.com/cometbft/cometbft/crypto/encoding"
	"github.com/cometbft/cometbft/version"
	"github.com/cosmos/gogoproto/proto"
)

type vector struct {
	Name  string `json:"name"`
	Frame string `json:"frame"`
}

func frame(message proto.Message) string {
	var out bytes.Buffer
	if err := abci.WriteMessage(message, &out); err != nil {
		panic(err)
	}
	return hex.EncodeToString(out.Bytes())
}

func main() {
	at := time.Date(2026, 11, 26, 6, 50, 0, 123_456_789, time.UTC)
	txs := [][]byte{[]byte("first"), bytes.Repeat([]byte{7}, 300)}
	hash := bytes.Repeat([]byte{9}, 32)
	validator, err := cryptoenc.PubKeyToProto(ed25519.GenPrivKeyFromSecret([]byte("a validator")).PubKey())
	if err != nil {
		panic(err)
	}
	requests := []struct {
		name    string
		message *abci.Request
	}{
		{"echo", abci.ToRequestEcho("hello")},
		{"flush", abci.ToRequestFlush()},
		{"info", abci.ToRequestInfo(&abci.RequestInfo{Version: "0.38.25", BlockVersion: 11, P2PVersion: 8, AbciVersion: "2.0.0"})},
		{"initChain", abci.ToRequestInitChain(&abci.RequestInitChain{Time: at, ChainId: "madang-test", AppStateBytes: []byte(`{"ledger":"00"}`), InitialHeight: 1})},
		{"query", abci.ToRequestQuery(&abci.RequestQuery{Path: "/p2p/filter/id/aa"})},
		{"checkTx", abci.ToRequestCheckTx(&abci.RequestCheckTx{Tx: txs[0]})},
		{"recheckTx", abci.ToRequestCheckTx(&abci.RequestCheckTx{Tx: txs[1], Type: abci.CheckTxType_Recheck})},
		{"commit", abci.ToRequestCommit()},
		{"listSnapshots", abci.ToRequestListSnapshots(&abci.RequestListSnapshots{})},
		{"offerSnapshot", abci.ToRequestOfferSnapshot(&abci.RequestOfferSnapshot{Snapshot: &abci.Snapshot{Height: 10, Format: 1, Chunks: 2, Hash: hash, Metadata: []byte{1}}, AppHash: hash})},
		{"loadSnapshotChunk", abci.ToRequestLoadSnapshotChunk(&abci.RequestLoadSnapshotChunk{Height: 10, Format: 1, Chunk: 1})},
		{"applySnapshotChunk", abci.ToRequestApplySnapshotChunk(&abci.RequestApplySnapshotChunk{Index: 1, Chunk: []byte("part"), Sender: "aa"})},
		{"prepareProposal", abci.ToRequestPrepareProposal(&abci.RequestPrepareProposal{MaxTxBytes: 4_000_000, Txs: txs, Height: 5_000_000_000, Time: at, NextValidatorsHash: hash, ProposerAddress: hash[:20]})},
		{"processProposal", abci.ToRequestProcessProposal(&abci.RequestProcessProposal{Txs: txs, Hash: hash, Height: 2, Time: at, NextValidatorsHash: hash, ProposerAddress: hash[:20]})},
		{"extendVote", abci.ToRequestExtendVote(&abci.RequestExtendVote{Hash: hash, Height: 2, Time: at})},
		{"verifyVoteExtension", abci.ToRequestVerifyVoteExtension(&abci.RequestVerifyVoteExtension{Hash: hash, Height: 2, ValidatorAddress: hash[:20], VoteExtension: []byte{1}})},
		{"finalizeBlock", abci.ToRequestFinalizeBlock(&abci.RequestFinalizeBlock{Txs: txs, Hash: hash, Height: 2, Time: at, NextValidatorsHash: hash, ProposerAddress: hash[:20]})},
	}
	responses := []struct {
		name    string
		message *abci.Response
	}{
		{"exception", abci.ToResponseException("broken")},
		{"echo", abci.ToResponseEcho("hello")},
		{"flush", abci.ToResponseFlush()},
		{"info", abci.ToResponseInfo(&abci.ResponseInfo{Data: "madang", AppVersion: 1, LastBlockHeight: 7, LastBlockAppHash: hash})},
		{"initChain", abci.ToResponseInitChain(&abci.ResponseInitChain{AppHash: hash, Validators: []abci.ValidatorUpdate{{PubKey: validator, Power: 1}}})},
		{"query", abci.ToResponseQuery(&abci.ResponseQuery{Code: 1, Log: "no"})},
		{"checkTx", abci.ToResponseCheckTx(&abci.ResponseCheckTx{Code: 1_005, Log: "EXPIRED"})},
		{"commit", abci.ToResponseCommit(&abci.ResponseCommit{})},
		{"listSnapshots", abci.ToResponseListSnapshots(&abci.ResponseListSnapshots{})},
		{"offerSnapshot", abci.ToResponseOfferSnapshot(&abci.ResponseOfferSnapshot{Result: abci.ResponseOfferSnapshot_REJECT})},
		{"loadSnapshotChunk", abci.ToResponseLoadSnapshotChunk(&abci.ResponseLoadSnapshotChunk{Chunk: []byte("part")})},
		{"applySnapshotChunk", abci.ToResponseApplySnapshotChunk(&abci.ResponseApplySnapshotChunk{Result: abci.ResponseApplySnapshotChunk_ABORT})},
		{"prepareProposal", abci.ToResponsePrepareProposal(&abci.ResponsePrepareProposal{Txs: txs})},
		{"processProposal", abci.ToResponseProcessProposal(&abci.ResponseProcessProposal{Status: abci.ResponseProcessProposal_ACCEPT})},
		{"extendVote", abci.ToResponseExtendVote(&abci.ResponseExtendVote{})},
		{"verifyVoteExtension", abci.ToResponseVerifyVoteExtension(&abci.ResponseVerifyVoteExtension{Status: abci.ResponseVerifyVoteExtension_REJECT})},
		{"finalizeBlock", abci.ToResponseFinalizeBlock(&abci.ResponseFinalizeBlock{AppHash: hash, TxResults: []*abci.ExecTxResult{{}, {Code: 4_001}}})},
	}
	out := struct {
		CometBFT  string   `json:"cometbft"`
		Requests  []vector `json:"requests"`
		Responses []vector `json:"responses"`
	}{CometBFT: version.TMCoreSemVer}
	for _, one := range requests {
		out.Requests = append(out.Requests, vector{one.name, frame(one.message)})
	}
	for _, one := range responses {
		out.Responses = append(out.Responses, vector{one.name, frame(one.message)})
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		panic(err)
	}
}
