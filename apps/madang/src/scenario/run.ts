import { fail, ok, type Result } from '@madang/base';
import { type AnyService, createMachine, type Machine } from '@madang/kernel';
import type { ServiceProof } from '@madang/protocol';
import { services } from '@madang/services';
import { castOf } from './cast.ts';
import type { Scenario, ScenarioFault } from './model.ts';
import { openStage } from './open-stage.ts';
import { type Labelled, play, type StepReport } from './play.ts';
import type { Stage } from './stage.ts';

/** How a scenario is run. */
export interface RunOptions {
  /** Called after each step, before the next is played. */
  readonly onStep: (step: StepReport, stage: Stage) => Promise<void> | void;
  /** Called behind the last step, if none has failed, with the acts that were labelled. */
  readonly onEnd?: (stage: Stage, labelled: Labelled) => Promise<void>;
  /** Another machine than that of this build, for tests. */
  readonly machine?: Machine;
}

/**
 * Plays a scenario on a throw-away ledger with every invariant checked after every block. Gives the
 * step whose
 * expectation did not hold, if there is one; fails if there can be no such ledger.
 */
export async function runScenario(
  scenario: Scenario,
  { onStep, onEnd, machine = createMachine(services, { withInvariants: true }) }: RunOptions,
): Promise<Result<StepReport | undefined, ScenarioFault>> {
  const fault = unknownRole(scenario);
  if (fault !== undefined) return fail(fault);
  const cast = castOf(scenario);
  const opened = await openStage({ machine, cast, proofs: await loadProofs() });
  if (!opened.ok) return fail({ line: 1, message: { en: opened.error, ko: opened.error } });
  const stage = opened.value;
  let broken: StepReport | undefined;
  try {
    const steps = play({ scenario, cast, stage, services, errors: machine.errors });
    let played = await steps.next();
    for (; played.done !== true; played = await steps.next()) {
      await onStep(played.value, stage);
      if (played.value.failure !== undefined) broken = played.value;
    }
    if (broken === undefined) await onEnd?.(stage, played.value);
  } finally {
    await stage.close();
  }
  return ok(broken);
}

/** The first role of an actor that no service declares. */
function unknownRole({ actors }: Scenario): ScenarioFault | undefined {
  const all: readonly AnyService[] = services;
  const known = new Set(all.flatMap(({ roles }) => roles.map(({ name }) => name)));
  for (const actor of actors.values()) {
    if (actor.kind === 'institution') continue;
    const odd = actor.roles.find(({ role }) => !known.has(role));
    if (odd === undefined) continue;
    const message = {
      en: `No service knows the role "${odd.role}".`,
      ko: `"${odd.role}" 역할을 아는 서비스가 없습니다.`,
    };
    return { line: odd.line, message };
  }
  return undefined;
}

async function loadProofs(): Promise<readonly ServiceProof[]> {
  const rings = await Promise.all(
    services.flatMap((service) => ('proof' in service ? [service.proof()] : [])),
  );
  return rings.map((ring) => ring.proof);
}
