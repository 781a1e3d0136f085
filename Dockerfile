# A node of the ledger, with its CometBFT. compose.yaml makes a network of it.
FROM golang:1.25-bookworm AS cometbft
WORKDIR /source
COPY engines/cometbft/go.mod engines/cometbft/go.sum engines/cometbft/main.go ./
RUN CGO_ENABLED=0 go build -trimpath -o /cometbft .

FROM node:24-bookworm-slim
COPY --from=cometbft /cometbft /usr/local/bin/cometbft
WORKDIR /madang
COPY . .
# Installs what package-lock.json says, and builds the pages once for all containers.
RUN node bin/madang.mjs --help > /dev/null && node tools/build-web.ts
ENTRYPOINT ["node", "bin/madang.mjs"]
