import type { Command } from '../command.ts';
import { archive } from './archive.ts';
import { backup } from './backup.ts';
import { ceremony } from './ceremony.ts';
import { compact } from './compact.ts';
import { divergence } from './divergence.ts';
import { doctor } from './doctor.ts';
import { govern } from './govern.ts';
import { init } from './init.ts';
import { invite } from './invite.ts';
import { join } from './join.ts';
import { key } from './key.ts';
import { network } from './network.ts';
import { notarise } from './notarise.ts';
import { peers } from './peers.ts';
import { policy } from './policy.ts';
import { restore } from './restore.ts';
import { scenario } from './scenario.ts';
import { start } from './start.ts';
import { upgrade } from './upgrade.ts';
import { verify } from './verify.ts';
import { witness } from './witness.ts';

/** Every command, in the order in which the help shows them. */
export const commands: readonly Command[] = [
  start,
  notarise,
  verify,
  key,
  scenario,
  init,
  doctor,
  divergence,
  backup,
  restore,
  network,
  upgrade,
  archive,
  compact,
  witness,
  policy,
  ceremony,
  govern,
  peers,
  invite,
  join,
];
