// Command kvstore serves CometBFT's own example application on a socket: the peer of the benchmark
// `network`. It keeps everything in memory.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/cometbft/cometbft/abci/example/kvstore"
	"github.com/cometbft/cometbft/abci/server"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: kvstore unix:///path/to/socket")
		os.Exit(2)
	}
	service := server.NewSocketServer(os.Args[1], kvstore.NewInMemoryApplication())
	if err := service.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGINT, syscall.SIGTERM)
	<-stop
	_ = service.Stop()
}
