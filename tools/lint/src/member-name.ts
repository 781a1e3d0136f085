import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/utils';

/**
 * The name that a member access, or one key of an object pattern, reads: `a.b`, `a['b']`,
 * a['b'] written as a template without holes, and `{ b }`. Undefined when only the running
 * program knows it.
 */
export function memberName(
  node: TSESTree.MemberExpression | TSESTree.Property,
): string | undefined {
  const key = node.type === AST_NODE_TYPES.Property ? node.key : node.property;
  if (!node.computed && key.type === AST_NODE_TYPES.Identifier) return key.name;
  return constantText(key);
}

/** The text of a string literal or of a template without holes. */
function constantText(node: TSESTree.Node): string | undefined {
  if (node.type === AST_NODE_TYPES.Literal) {
    return typeof node.value === 'string' ? node.value : undefined;
  }
  if (node.type === AST_NODE_TYPES.TemplateLiteral && node.expressions.length === 0) {
    return node.quasis[0]?.value.cooked ?? undefined;
  }
  return undefined;
}
