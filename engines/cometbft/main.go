// Command cometbft is CometBFT with the commands that a node of Madang needs, at the version that
// go.mod pins and go.sum holds to its hashes.
package main

import (
	"os"

	cmd "github.com/cometbft/cometbft/cmd/cometbft/commands"
	"github.com/cometbft/cometbft/libs/cli"
	"github.com/cometbft/cometbft/node"
)

func main() {
	root := cmd.RootCmd
	root.AddCommand(
		cmd.NewRunNodeCmd(node.DefaultNewNode),
		cmd.RollbackStateCmd,
		cmd.InspectCmd,
		cmd.VersionCmd,
	)
	if err := cli.PrepareBaseCmd(root, "CMT", os.ExpandEnv("$HOME/.cometbft")).Execute(); err != nil {
		os.Exit(1)
	}
}
