import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/utils';
import { createRule } from './rule.ts';

type Options = readonly [{ readonly throwIn: readonly string[]; readonly mayWait: boolean }];

/** Refuses asynchrony, exceptions, code loaded at run time, and `for-in`. */
export const closedSyntax = createRule<
  Options,
  'asynchronous' | 'dynamic' | 'forIn' | 'tryCatch' | 'throwing' | 'debugging'
>({
  name: 'closed-syntax',
  meta: {
    type: 'problem',
    docs: { description: 'Allow only syntax that runs the same way on every machine.' },
    messages: {
      asynchronous:
        'Deterministic code is synchronous: the order of waiting is not part of a block.',
      dynamic: 'Deterministic code is fixed when it is built and does not know where it lies.',
      forIn: 'for-in walks keys in the order of construction; sort them.',
      tryCatch:
        'What a catch sees, a stack overflow for one, differs between machines; return a Result.',
      throwing: 'An expected failure is a Result; a bug goes through assert.',
      debugging: 'A breakpoint does not belong in deterministic code.',
    },
    schema: [
      {
        type: 'object',
        properties: {
          throwIn: { type: 'array', items: { type: 'string' } },
          mayWait: { type: 'boolean' },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ throwIn: [], mayWait: false }],
  },
  create(context, [{ throwIn, mayWait }]) {
    type Message = 'asynchronous' | 'dynamic' | 'forIn' | 'tryCatch' | 'throwing' | 'debugging';
    const refuse = (messageId: Message) => (node: TSESTree.Node) =>
      context.report({ node, messageId });
    const refuseWaiting = mayWait ? () => undefined : refuse('asynchronous');
    return {
      ':function[async=true]': refuseWaiting,
      AwaitExpression: refuseWaiting,
      'ForOfStatement[await=true]': refuseWaiting,
      'VariableDeclaration[kind="await using"]': refuseWaiting,
      ImportExpression: refuse('dynamic'),
      'MetaProperty[meta.name="import"]': refuse('dynamic'),
      ForInStatement: refuse('forIn'),
      TryStatement: refuse('tryCatch'),
      DebuggerStatement: refuse('debugging'),
      ThrowStatement(node) {
        if (!throwIn.includes(enclosingFunctionName(node))) refuse('throwing')(node);
      },
    };
  },
});

/** The name of the function declaration around the node; empty inside any other function. */
function enclosingFunctionName(node: TSESTree.Node): string {
  switch (node.type) {
    case AST_NODE_TYPES.FunctionDeclaration:
      return node.id?.name ?? '';
    case AST_NODE_TYPES.FunctionExpression:
    case AST_NODE_TYPES.ArrowFunctionExpression:
    case AST_NODE_TYPES.Program:
      return '';
    default:
      return enclosingFunctionName(node.parent);
  }
}
