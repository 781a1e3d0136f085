import { AST_NODE_TYPES, type TSESLint, type TSESTree } from '@typescript-eslint/utils';
import { escapeMembers, freeNames, membersByName, passableNames } from './global-names.ts';
import { memberName } from './member-name.ts';
import { createRule } from './rule.ts';

type Verdict =
  | { readonly messageId: 'unknown'; readonly name: string }
  | { readonly messageId: 'member'; readonly name: string; readonly member: string }
  | { readonly messageId: 'alias'; readonly name: string };

/** Refuses every global name, and every member of one, that is not on the list. */
export const closedGlobals = createRule({
  name: 'closed-globals',
  meta: {
    type: 'problem',
    docs: { description: 'Allow only globals that are the same on every machine.' },
    messages: {
      unknown: '{{name}} is not among the globals that deterministic code may use.',
      member: '{{name}}.{{member}} is not among the members that deterministic code may use.',
      alias:
        '{{name}} may only be called or used by its members: another name would hide what it does.',
      ambient: 'A declaration without a value stands for a global that no rule would see.',
      escape: 'The member {{member}} leads back to the global constructors.',
    },
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    const escape = (node: TSESTree.MemberExpression | TSESTree.Property): void => {
      const member = memberName(node);
      if (member !== undefined && escapeMembers.has(member)) {
        context.report({ node, messageId: 'escape', data: { member } });
      }
    };
    const ambient = (node: TSESTree.Node): void => context.report({ node, messageId: 'ambient' });
    return {
      'Program:exit'(program) {
        for (const identifier of globalReferences(context.sourceCode.getScope(program))) {
          const verdict = judge(identifier);
          if (verdict === undefined) continue;
          const { messageId, ...data } = verdict;
          context.report({ node: identifier, messageId, data });
        }
      },
      MemberExpression: escape,
      'ObjectPattern > Property': escape,
      'VariableDeclaration[declare=true]': ambient,
      'TSDeclareFunction[declare=true]': ambient,
      'ClassDeclaration[declare=true]': ambient,
      TSModuleDeclaration: ambient,
    };
  },
});

function globalReferences(scope: TSESLint.Scope.Scope): TSESTree.Node[] {
  let global = scope;
  while (global.upper !== null) global = global.upper;
  const undeclared = global.variables.filter((variable) => variable.defs.length === 0);
  const references = [...global.through, ...undeclared.flatMap((one) => one.references)];
  const values = references.filter((reference) => reference.isValueReference);
  return [...new Set(values.map((reference) => reference.identifier))].filter(
    (identifier) => !isTypeOnly(identifier),
  );
}

/** `typeof Date` in a type, and a name inside a qualified type, leave nothing in the program. */
function isTypeOnly(node: TSESTree.Node): boolean {
  const parent = node.parent?.type;
  return (
    parent === AST_NODE_TYPES.TSTypeQuery ||
    parent === AST_NODE_TYPES.TSQualifiedName ||
    parent === AST_NODE_TYPES.TSInterfaceHeritage ||
    parent === AST_NODE_TYPES.ExportSpecifier
  );
}

function judge(node: TSESTree.Node): Verdict | undefined {
  const name = 'name' in node && typeof node.name === 'string' ? node.name : '';
  if (freeNames.has(name)) return undefined;
  const members = membersByName.get(name);
  if (members === undefined) return { messageId: 'unknown', name };
  const parent = node.parent;
  if (parent === undefined) return { messageId: 'alias', name };
  if (parent.type === AST_NODE_TYPES.MemberExpression && parent.object === node) {
    const member = memberName(parent);
    if (member === undefined) return { messageId: 'alias', name };
    return members.has(member) ? undefined : { messageId: 'member', name, member };
  }
  return isPlainUse(node, parent, name) ? undefined : { messageId: 'alias', name };
}

function isPlainUse(node: TSESTree.Node, parent: TSESTree.Node, name: string): boolean {
  switch (parent.type) {
    case AST_NODE_TYPES.CallExpression:
    case AST_NODE_TYPES.NewExpression:
      return parent.callee === node || passableNames.has(name);
    case AST_NODE_TYPES.BinaryExpression:
      return parent.operator === 'instanceof' && parent.right === node;
    case AST_NODE_TYPES.ClassDeclaration:
    case AST_NODE_TYPES.ClassExpression:
      return parent.superClass === node;
    default:
      return false;
  }
}
