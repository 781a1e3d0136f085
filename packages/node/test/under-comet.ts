import path from 'node:path';
import { decodeGenesis, genesisHash } from '@madang/protocol';
import { type FakeBlock, FakeComet, type FakeValidator } from '@madang/testkit';
import { onTestFinished } from 'vitest';
import { appState } from '../src/comet/application.ts';
import { startComet } from '../src/comet/engine.ts';
import type { Misbehaviour } from '../src/comet/misbehaviour.ts';
import type { ProposedBlock } from '../src/engine.ts';
import { type Ledger, openLedger } from '../src/ledger.ts';
import { cosigners, demoGenesis, machine, nodeKey, standingClock } from './demo.ts';
import { must, temporaryFolder } from './temporary.ts';

/** Blocks of this ledger hold 100 acts of 200 µs. */
export const genesis = demoGenesis({ maxBlockCostUs: 20_000 });
export const chain = genesisHash(genesis);

export const validators = must(decodeGenesis(genesis)).institutions.map(
  ({ consensus }) => consensus,
);

/** A ledger under the stand-in for CometBFT. */
export interface Node {
  readonly folder: string;
  readonly ledger: Ledger;
  readonly comet: FakeComet;
  /** What ended connections. */
  readonly failures: readonly unknown[];
  /** What blocks proved of validators. */
  readonly misbehaviour: readonly Misbehaviour[];
  /** Ends CometBFT alone and starts another one with what had been decided. */
  readonly otherComet: () => Promise<FakeComet>;
  /** Ends both and opens the ledger in the same folder again, with what had been decided. */
  readonly again: () => Promise<Node>;
}

/** How to start it. */
export interface Setting {
  readonly folder?: string;
  readonly clock?: ReturnType<typeof standingClock>;
  readonly blocks?: readonly FakeBlock[];
  /** Who made the first blocks, where some were decided before. */
  readonly validators?: readonly FakeValidator[];
  readonly holdsBack?: boolean;
  /** Told of each execution of a block. */
  readonly onExecute?: () => void;
  /** Told of each envelope that is taken apart and verified because CometBFT brought it. */
  readonly onTake?: () => void;
}

/** Starts a ledger and the stand-in; both end with the test. */
export async function start(setting: Setting = {}): Promise<Node> {
  const { folder = temporaryFolder(), clock = standingClock(), blocks = [] } = setting;
  const applicationSocket = path.join(folder, 'application.sock');
  const rpcSocket = path.join(folder, 'rpc.sock');
  const failures: unknown[] = [];
  const misbehaviour: Misbehaviour[] = [];
  const onMisbehaviour = (seen: Misbehaviour) => misbehaviour.push(seen);
  const onFailure = (thrown: unknown) => failures.push(thrown);
  const ledger = must(
    await openLedger({
      ...{ machine, genesis, nodeKey, cosigners, verifyWorkers: 0, clock: clock.now },
      folder: path.join(folder, 'ledger'),
      engine: (driver, given) => {
        const execute = (block: ProposedBlock) => {
          setting.onExecute?.();
          return driver.execute(block);
        };
        const take = (envelope: Uint8Array) => {
          setting.onTake?.();
          return driver.take(envelope);
        };
        const options = { applicationSocket, rpcSocket, onFailure, onMisbehaviour };
        return startComet(options)({ ...driver, execute, take }, given);
      },
    }),
  );
  onTestFinished(() => ledger.close());
  const state = appState(chain);
  const options = { applicationSocket, rpcSocket, appState: state, clock: clock.now };
  const comet = await FakeComet.start({
    ...{ ...options, blocks, holdsBack: setting.holdsBack ?? false },
    validators: setting.validators ?? [],
  });
  onTestFinished(() => comet.stop());
  const otherComet = async () => {
    await comet.stop();
    const other = await FakeComet.start({
      ...{ ...options, blocks: comet.blocks, validators: comet.firstValidators() },
    });
    onTestFinished(() => other.stop());
    return other;
  };
  const again = async () => {
    await comet.stop();
    await ledger.close();
    return start({ folder, clock, blocks: comet.blocks, validators: comet.firstValidators() });
  };
  return { folder, ledger, comet, failures, misbehaviour, otherComet, again };
}
