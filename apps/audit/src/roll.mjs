import { refuse } from './verdict.mjs';

/*
 * The roll of a decision and its tallies (docs/spec/vote.md, Changes of the roll and Tallies).
 */

const MAX_HOLDERS_OF_PERSON = 32;
const MAX_BUILDINGS_OF_HOLDER = 64;

/**
 * @typedef {import('./vote-acts.mjs').Vote} Vote
 * @typedef {import('./vote-acts.mjs').HolderLine} HolderLine
 * @typedef {import('./vote-acts.mjs').UnitLine} UnitLine
 * @typedef {{ heads: bigint, homes: bigint, area: bigint }} Amounts
 * @typedef {Record<'eligible' | Vote, Amounts> & { excluded: bigint }} Tally
 * @typedef {{ vote: Vote, way: 'self' | 'proxy' | 'paper' }} StandingAct
 * @typedef {{ number: number, holders: Set<Holder>, standing?: StandingAct,
 *   proxy?: number }} Person
 * @typedef {HolderLine & { units: Map<number, Unit>, says?: { vote: Vote, act: number },
 *   part: Map<number, Tally> }} Holder
 *   `says`: what it says and the number of the act with which it last said it; `part`: what it adds
 *   to the tally of each scope
 * @typedef {UnitLine & { since: number }} Unit
 */

/** @returns {Tally} */
function emptyTally() {
  const none = () => ({ heads: 0n, homes: 0n, area: 0n });
  return { eligible: none(), agree: none(), refuse: none(), abstain: none(), excluded: 0n };
}

/**
 * Whether a holder has a unit that is not excluded.
 * @param {Holder} holder
 */
export function hasUnit({ units }) {
  return [...units.values()].some(({ excluded }) => excluded === undefined);
}

/**
 * Whether a unit is counted with what its holder says.
 * @param {Unit} unit
 * @param {Holder} holder
 */
export function isCounted({ since }, { says }) {
  return says !== undefined && since <= says.act;
}

/**
 * What one holder adds to the tallies: as one head in each scope, however many units it has there.
 * @param {Holder} holder
 * @returns {Map<number, Tally>} by scope
 */
function partOf(holder) {
  /** @type {Map<number, Tally>} */
  const part = new Map();
  for (const unit of holder.units.values()) {
    for (const scope of [0, unit.building + 1]) {
      const tally = part.get(scope) ?? emptyTally();
      part.set(scope, tally);
      addUnit(tally, unit, holder);
    }
  }
  return part;
}

/**
 * @param {Tally} tally
 * @param {Unit} unit
 * @param {Holder} holder
 */
function addUnit(tally, unit, holder) {
  if (unit.excluded !== undefined) {
    tally.excluded += 1n;
    return;
  }
  const amounts = [tally.eligible];
  if (holder.says && isCounted(unit, holder)) amounts.push(tally[holder.says.vote]);
  for (const amount of amounts) {
    amount.heads = 1n;
    amount.homes += 1n;
    amount.area += BigInt(unit.areaMilliM2);
  }
}

/**
 * @param {Tally} tally
 * @param {Tally} part
 * @param {bigint} sign 1 or -1
 */
function addPart(tally, part, sign) {
  for (const of of /** @type {const} */ (['eligible', 'agree', 'refuse', 'abstain'])) {
    for (const base of /** @type {const} */ (['heads', 'homes', 'area'])) {
      tally[of][base] += sign * part[of][base];
    }
  }
  tally.excluded += sign * part.excluded;
}

/**
 * Whether numbers ascend strictly.
 * @param {number[]} numbers
 */
function ascend(numbers) {
  return numbers.every((one, at) => at === 0 || numbers[at - 1] < one);
}

/**
 * The lines that one act enters.
 * @typedef {{ persons: import('./vote-acts.mjs').PersonLine[], holders: HolderLine[],
 *   units: UnitLine[] }} Lines
 */

export class Roll {
  /** @param {number} buildings */
  constructor(buildings) {
    this.buildings = buildings;
    /** @type {Map<number, Person>} */
    this.persons = new Map();
    /** @type {Map<number, Holder>} */
    this.holders = new Map();
    /** @type {Map<number, Unit>} */
    this.units = new Map();
    /** @type {Tally[]} by scope: the complex, then each building */
    this.tallies = Array.from({ length: buildings + 1 }, emptyTally);
  }

  /**
   * Enters lines, all of them or none.
   * @param {Lines} lines
   * @param {number} since the number of the act from which the units are held
   * @returns {string | undefined} why it is not done
   */
  enter(lines, since) {
    const refusal = this.refusalOf(lines);
    if (refusal !== undefined) return refusal;
    for (const { person } of lines.persons) {
      this.persons.set(person, { number: person, holders: new Set() });
    }
    for (const line of lines.holders) {
      const holder = { ...line, units: new Map(), part: new Map() };
      this.holders.set(line.holder, holder);
      for (const { person } of line.members) this.personAt(person).holders.add(holder);
    }
    for (const line of lines.units) this.put({ ...line, since });
    return undefined;
  }

  /** @param {Lines} lines */
  refusalOf({ persons, holders, units }) {
    const numbers = [
      { news: persons.map(({ person }) => person), known: this.persons },
      { news: holders.map(({ holder }) => holder), known: this.holders },
      { news: units.map(({ unit }) => unit), known: this.units },
    ];
    if (!numbers.every(({ news }) => ascend(news))) return refuse('ROLL_ORDER');
    if (numbers.some(({ news, known }) => news.some((one) => known.has(one)))) {
      return refuse('ROLL_KNOWN');
    }
    const newPersons = new Set(numbers[0].news);
    const newHolders = new Set(numbers[1].news);
    if (units.some(({ building }) => building >= this.buildings)) return refuse('ROLL_UNKNOWN');
    if (units.some(({ holder }) => !this.holders.has(holder) && !newHolders.has(holder))) {
      return refuse('ROLL_UNKNOWN');
    }
    return this.refusalOfHolders(holders, newPersons) ?? this.refusalOfUnits(units);
  }

  /**
   * @param {HolderLine[]} holders
   * @param {Set<number>} newPersons
   */
  refusalOfHolders(holders, newPersons) {
    /** @type {Map<number, number>} how many holders each person is a member of */
    const count = new Map();
    for (const { members, whole, representative } of holders) {
      const persons = members.map(({ person }) => person);
      if (!ascend(persons)) return refuse('ROLL_ORDER');
      if (persons.some((one) => !this.persons.has(one) && !newPersons.has(one))) {
        return refuse('ROLL_UNKNOWN');
      }
      const sum = members.reduce((shares, { share }) => shares + BigInt(share), 0n);
      if (sum !== BigInt(whole)) return refuse('SHARES_SUM');
      if (representative !== undefined && !persons.includes(representative)) {
        return refuse('REPRESENTATIVE_STRANGER');
      }
      for (const person of persons) {
        const before = count.get(person) ?? this.persons.get(person)?.holders.size ?? 0;
        if (before >= MAX_HOLDERS_OF_PERSON) return refuse('HOLDERS_TOO_MANY');
        count.set(person, before + 1);
      }
    }
    return undefined;
  }

  /**
   * @param {UnitLine[]} units of one act, excluded ones among them
   */
  refusalOfUnits(units) {
    /** @type {Map<number, Set<number>>} the buildings of each holder */
    const buildings = new Map();
    for (const { holder, building } of units) {
      const before = [...(this.holders.get(holder)?.units.values() ?? [])];
      const counted = before.filter(({ excluded }) => excluded === undefined);
      const known = buildings.get(holder) ?? new Set(counted.map((unit) => unit.building));
      buildings.set(holder, known.add(building));
    }
    const isTooMany = [...buildings.values()].some(({ size }) => size > MAX_BUILDINGS_OF_HOLDER);
    return isTooMany ? refuse('HOLDER_BUILDINGS') : undefined;
  }

  /**
   * A person who is known to be on the roll.
   * @param {number} number
   */
  personAt(number) {
    return /** @type {Person} */ (this.persons.get(number));
  }

  /**
   * Puts a unit where it belongs from now on.
   * @param {Unit} unit
   */
  put(unit) {
    const before = this.units.get(unit.unit);
    const old = before && this.holders.get(before.holder);
    const next = /** @type {Holder} */ (this.holders.get(unit.holder));
    old?.units.delete(unit.unit);
    next.units.set(unit.unit, unit);
    this.units.set(unit.unit, unit);
    if (old && old !== next) this.count(old);
    this.count(next);
  }

  /**
   * Counts a holder anew, after its units or what it says have changed.
   * @param {Holder} holder
   */
  count(holder) {
    for (const [scope, part] of holder.part) addPart(this.tallies[scope], part, -1n);
    holder.part = partOf(holder);
    for (const [scope, part] of holder.part) addPart(this.tallies[scope], part, 1n);
  }

  /**
   * @param {Holder} holder
   * @param {Holder['says']} says
   */
  say(holder, says) {
    if (says === undefined) delete holder.says;
    else holder.says = says;
    this.count(holder);
  }

  /**
   * `changeRoll` with the kind `unit`.
   * @param {UnitLine} line
   * @param {number} number of the act
   * @returns {string | undefined} why it is not done
   */
  changeUnit(line, number) {
    const before = this.units.get(line.unit);
    if (!this.holders.has(line.holder) || line.building >= this.buildings) {
      return refuse('ROLL_UNKNOWN');
    }
    if (before && isSameUnit(before, line)) return refuse('NOTHING_CHANGES');
    const old = before && this.holders.get(before.holder);
    const hadUnit = old !== undefined && hasUnit(old);
    this.put({ ...line, since: before?.holder === line.holder ? before.since : number });
    if (old && hadUnit && !hasUnit(old)) this.silence(old);
    return undefined;
  }

  /**
   * A holder is left without units: it says nothing any more, nor does a member without any other.
   * @param {Holder} holder
   */
  silence(holder) {
    this.say(holder, undefined);
    for (const { person } of holder.members) {
      const member = this.personAt(person);
      if (![...member.holders].some(hasUnit)) delete member.standing;
    }
  }

  /**
   * `changeRoll` with the kind `representative`.
   * @param {{ holder: number, person?: number }} change
   * @param {boolean} lapses whether what the holder says ends with it
   * @returns {string | undefined} why it is not done
   */
  changeRepresentative({ holder: number, person }, lapses) {
    const holder = this.holders.get(number);
    if (holder === undefined) return refuse('ROLL_UNKNOWN');
    if (person !== undefined && !holder.members.some((member) => member.person === person)) {
      return refuse('REPRESENTATIVE_STRANGER');
    }
    if (person === holder.representative) return refuse('NOTHING_CHANGES');
    if (person === undefined) delete holder.representative;
    else holder.representative = person;
    if (lapses) this.say(holder, undefined);
    return undefined;
  }

  /**
   * Gives a person a proxy, or none.
   * @param {number} number
   * @param {number | undefined} proxy
   * @returns {string | undefined} why it is not done
   */
  changeProxy(number, proxy) {
    const person = this.persons.get(number);
    if (person === undefined) return refuse('NOT_ON_ROLL');
    if (proxy === number) return refuse('PROXY_SELF');
    if (proxy === person.proxy) return refuse('NOTHING_CHANGES');
    if (proxy === undefined) delete person.proxy;
    else person.proxy = proxy;
    return undefined;
  }

  /** Whether every building has a unit. */
  isEveryBuildingThere() {
    const there = new Set([...this.units.values()].map(({ building }) => building));
    return there.size === this.buildings;
  }
}

/**
 * @param {UnitLine} before
 * @param {UnitLine} after
 */
function isSameUnit(before, after) {
  const keys = /** @type {const} */ (['building', 'areaMilliM2', 'use', 'holder', 'excluded']);
  return (
    keys.every((key) => before[key] === after[key]) &&
    Buffer.compare(before.commitment, after.commitment) === 0
  );
}
