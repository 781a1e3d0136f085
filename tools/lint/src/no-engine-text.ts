import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/utils';
import { memberName } from './member-name.ts';
import { createRule } from './rule.ts';

const unicodeMembers = new Set([
  'localeCompare',
  'normalize',
  'toLocaleDateString',
  'toLocaleLowerCase',
  'toLocaleString',
  'toLocaleTimeString',
  'toLocaleUpperCase',
  'toLowerCase',
  'toUpperCase',
]);
const patternMembers = new Set(['match', 'matchAll', 'search']);
const caseModifier = /\(\?[ms]*-?[ms]*i[ims]*-?[ms]*:/;

/** Refuses text operations whose answer comes from tables or wording of the engine. */
export const noEngineText = createRule({
  name: 'no-engine-text',
  meta: {
    type: 'problem',
    docs: {
      description: 'Refuse text operations that depend on locale, Unicode version or engine.',
    },
    messages: {
      unicode:
        '{{member}} depends on the locale or the Unicode tables of the engine; compare code units.',
      flags: 'A regular expression with i, u or v reads the Unicode tables of the engine.',
      pattern: '{{member}} builds a regular expression from text that no rule can read.',
      stack: 'The text of a stack differs between engines.',
    },
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    const refuseMember = (node: TSESTree.MemberExpression | TSESTree.Property): void => {
      const member = memberName(node);
      if (member === undefined) return;
      if (unicodeMembers.has(member)) {
        context.report({ node, messageId: 'unicode', data: { member } });
      }
      if (member === 'stack') context.report({ node, messageId: 'stack' });
    };
    return {
      MemberExpression: refuseMember,
      'ObjectPattern > Property': refuseMember,
      Literal(node) {
        if (!('regex' in node)) return;
        const { flags, pattern } = node.regex;
        if (/[iuv]/.test(flags) || caseModifier.test(pattern)) {
          context.report({ node, messageId: 'flags' });
        }
      },
      'CallExpression > MemberExpression.callee'(node: TSESTree.MemberExpression) {
        const member = memberName(node);
        if (member === undefined || !patternMembers.has(member)) return;
        const call = node.parent;
        const pattern = call.type === AST_NODE_TYPES.CallExpression ? call.arguments[0] : undefined;
        if (pattern === undefined || !isWritten(pattern)) {
          context.report({ node, messageId: 'pattern', data: { member } });
        }
      },
    };
  },
});

function isWritten(node: TSESTree.Node): boolean {
  return node.type === AST_NODE_TYPES.Literal && 'regex' in node;
}
