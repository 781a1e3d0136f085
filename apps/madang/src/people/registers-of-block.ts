import { ok, type Result, toHex } from '@madang/base';
import type { LinkAnswer } from '@madang/client';
import type { Refusal } from '@madang/kernel';
import type { Ledger } from '@madang/node';
import { readMatters, readRegister } from './ledger-people.ts';

type Told = Result<Pick<LinkAnswer, 'level' | 'matters'>, Refusal>;

/** What everybody of a register is told of it alike, by its id. */
export type RegisterOfBlock = (id: Uint8Array) => Told;

/** Reads registers once for each block, however many of their persons come meanwhile. */
export function registersOfBlock(ledger: Ledger): RegisterOfBlock {
  const known = new Map<string, Told>();
  let sizeOfKnown = -1;
  return (id) => {
    const { logSize } = ledger.head();
    if (logSize !== sizeOfKnown) known.clear();
    sizeOfKnown = logSize;
    const name = toHex(id);
    const told = known.get(name) ?? readNow(ledger, id);
    known.set(name, told);
    return told;
  };
}

function readNow(ledger: Ledger, id: Uint8Array): Told {
  const register = readRegister(ledger, id);
  if (!register.ok) return register;
  const matters = readMatters(ledger, id);
  return matters.ok ? ok({ level: register.value.level, matters: [...matters.value] }) : matters;
}
