// The records that the scripts of the explorer hand to one another, as TypeScript knows them; tsc reads this, no browser.

/** A word of a sentence, with the columns of CoNLL-U. */
interface Token {
  id: number;
  form: string;
  lemma: string;
  upos: string;
  xpos: string | null;
  feats: string | null;
  head: number;
  deprel: string;
  deps: string | null;
  misc: string | null;
  ner: string | null;
  entity: string | null;
  /** Of the mentions that it is the head of, with | between them. */
  coref: string | null;
  etype: string | null;
  mention: string | null;
  /** How probable it is that all of it is right; null where a person decided, or nothing is known. */
  confidence: number | null;
  space: boolean;
  /** Code points of the source. */
  start: number;
  end: number;
  /** UTF-16 units of the text of the sentence. */
  from: number;
  to: number;
}

/** A name: tokens first to last. */
interface Entity {
  label: string;
  id: string | null;
  name: string | null;
  wikidata?: string | null;
  first: number;
  last: number;
  text: string;
  from: number;
  to: number;
}

/** A phrase that refers: tokens first to last; head is the id of one of them. */
interface Mention {
  /** The entity of its chain; without one, the cluster. */
  coref: string;
  etype: string;
  kind: "name" | "pronoun" | "description";
  first: number;
  last: number;
  head: number;
  text: string;
  from: number;
  to: number;
}

interface MultiwordToken {
  first: number;
  last: number;
  form: string;
  start: number;
  end: number;
}

interface Sentence {
  /** Number in the corpus, from 0. */
  n: number;
  id: string;
  doc: string;
  block: string;
  role: string;
  annotation: "reviewed" | "auto";
  reviewer: string | null;
  lang: string | null;
  speaker: string | null;
  text: string;
  tokens: Token[];
  entities: Entity[];
  mentions: Mention[];
  multiword: MultiwordToken[];
  spans: [number, string][];
  automatic: Token[] | null;
  readonly conllu: string;
}

/** The test of a value, null where there is none. */
type Test = (value: string | null) => boolean;

interface Constraint {
  feature: string;
  test: Test;
  position?: number;
  end?: number;
  flags?: Uint8Array;
  forms?: Uint8Array;
  lemmas?: Uint8Array;
}

interface Clause {
  kind: string;
  nodes: string[];
  alternatives?: Constraint[][];
  features?: string[];
  same?: boolean;
  // of a relation or of a distance
  test?: (value: any) => boolean;
}

interface QueryNode {
  name: string;
  /** Whether it may be the token of another node. */
  free: boolean;
}

/** One pair of braces of a query. */
interface QueryScope {
  kind: "pattern" | "with" | "without";
  nodes: QueryNode[];
  clauses: Clause[];
}

/** A value that a query asks for, and where in it. */
interface Literal {
  feature: string;
  text: string;
  test: Test;
  of: (value: string) => string | null;
  position: number;
  end: number;
}

interface Query {
  scopes: QueryScope[];
  globals: Constraint[];
  /** Whether it is a row of words. */
  shorthand: boolean;
  literals: Literal[];
  /** The query itself, a row of words written as a pattern. */
  pattern: string;
}

/** Matches as numbers: the sentence, then the position of each node, stride numbers for each match. */
interface MatchRows {
  stride: number;
  numbers: Int32Array;
}

/** What a search gave. */
interface Found {
  text: string;
  pattern: string;
  shorthand: boolean;
  nodes: string[];
  chunks: any[];
  rows: MatchRows;
  count: number;
  sentences: number;
  complete: boolean;
  ended: "stopped" | "limit" | null;
  missing: any[];
  milliseconds: number;
  /** Of which matches some clauses hold: 1 or 0 for each. */
  whether?: { clauses: string; holds: Uint8Array; count: number } | null;
  order?: { key: string; rows: Int32Array | null };
}

/** A change of a sentence, as edit/drafts.js applies it. */
type Edit =
  | { id: number; field: string; value: string | number | null }
  | { id: number; head: number }
  | { first: number; last: number; label: string | null; name?: string; entity?: string }
  | { id: number; split: number }
  | { id: number; join: true };

interface Choice {
  value: string;
  gloss?: string;
}

interface Uint8ArrayConstructor {
  /** Not in every browser yet. */
  fromBase64?: (text: string) => Uint8Array;
}

interface Window {
  trustedTypes?: { createPolicy(name: string, rules: Record<string, (text: string) => string>): unknown };
}
