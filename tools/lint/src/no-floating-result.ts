import { AST_NODE_TYPES, ESLintUtils, type TSESTree } from '@typescript-eslint/utils';
import ts from 'typescript';
import { createRule } from './rule.ts';
import { isResult } from './type-queries.ts';

/** Refuses to drop a Result: a failed write would look done. */
export const noFloatingResult = createRule({
  name: 'no-floating-result',
  meta: {
    type: 'problem',
    docs: { description: 'Refuse to drop a Result, however it is dropped.' },
    messages: {
      dropped: 'This Result is dropped: look at ok, return it, or assert that it cannot fail.',
      tested: 'A Result is an object and so always true; look at its ok.',
      callback: 'The Result that this callback returns is dropped by the function it is given to.',
    },
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    const services = ESLintUtils.getParserServices(context);
    const checker = services.program.getTypeChecker();
    const refuseDropped = (node: TSESTree.Expression | null | undefined): void => {
      if (node == null) return;
      for (const value of droppedValues(node)) {
        if (isResult(services.getTypeAtLocation(value), checker)) {
          context.report({ node: value, messageId: 'dropped' });
        }
      }
    };
    const refuseTested = (node: TSESTree.Expression | null): void => {
      if (node !== null && isResult(services.getTypeAtLocation(node), checker)) {
        context.report({ node, messageId: 'tested' });
      }
    };
    const refuseCallback = (node: TSESTree.CallExpressionArgument): void => {
      if (node.type === AST_NODE_TYPES.SpreadElement) return;
      const place = services.esTreeNodeToTSNodeMap.get(node);
      const wanted = checker.getContextualType(place as ts.Expression);
      if (wanted === undefined || !returnsVoid(wanted)) return;
      const returned = signatures(services.getTypeAtLocation(node)).map((one) =>
        one.getReturnType(),
      );
      if (returned.some((type) => isResult(type, checker))) {
        context.report({ node, messageId: 'callback' });
      }
    };
    const refuseCallbacks = (node: TSESTree.CallExpression | TSESTree.NewExpression): void =>
      node.arguments.forEach(refuseCallback);
    return {
      ExpressionStatement: (node) => refuseDropped(node.expression),
      'UnaryExpression[operator="void"]': (node: TSESTree.UnaryExpression) =>
        refuseDropped(node.argument),
      SequenceExpression: (node) => node.expressions.slice(0, -1).forEach(refuseDropped),
      ForStatement(node) {
        refuseDropped(node.update);
        if (node.init?.type !== AST_NODE_TYPES.VariableDeclaration) refuseDropped(node.init);
      },
      IfStatement: (node) => refuseTested(node.test),
      WhileStatement: (node) => refuseTested(node.test),
      DoWhileStatement: (node) => refuseTested(node.test),
      ConditionalExpression: (node) => refuseTested(node.test),
      'LogicalExpression[operator!="??"]': (node: TSESTree.LogicalExpression) =>
        refuseTested(node.left),
      'UnaryExpression[operator="!"]': (node: TSESTree.UnaryExpression) =>
        refuseTested(node.argument),
      CallExpression: refuseCallbacks,
      NewExpression: refuseCallbacks,
    };
  },
});

/** The values that are lost when the value of this expression is not used. */
function droppedValues(node: TSESTree.Expression): TSESTree.Expression[] {
  switch (node.type) {
    case AST_NODE_TYPES.LogicalExpression:
      // A Result to the left of && or || is refused for being tested.
      return node.operator === '??'
        ? [...droppedValues(node.left), ...droppedValues(node.right)]
        : droppedValues(node.right);
    case AST_NODE_TYPES.ConditionalExpression:
      return [...droppedValues(node.consequent), ...droppedValues(node.alternate)];
    case AST_NODE_TYPES.SequenceExpression:
      return node.expressions.slice(-1).flatMap(droppedValues);
    case AST_NODE_TYPES.UnaryExpression:
      // `void` and `!` are refused by themselves.
      return [];
    case AST_NODE_TYPES.TSAsExpression:
    case AST_NODE_TYPES.TSNonNullExpression:
    case AST_NODE_TYPES.TSSatisfiesExpression:
      return droppedValues(node.expression);
    case AST_NODE_TYPES.AssignmentExpression:
      return [];
    default:
      return [node];
  }
}

function signatures(type: ts.Type): readonly ts.Signature[] {
  return type.isUnion() ? type.types.flatMap(signatures) : type.getCallSignatures();
}

function returnsVoid(type: ts.Type): boolean {
  const all = signatures(type);
  const isVoid = (one: ts.Signature): boolean =>
    (one.getReturnType().flags & ts.TypeFlags.Void) !== 0;
  return all.length > 0 && all.every(isVoid);
}
