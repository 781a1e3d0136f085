import { ESLintUtils, type TSESTree } from '@typescript-eslint/utils';
import ts from 'typescript';
import { memberName } from './member-name.ts';
import { createRule } from './rule.ts';
import { constituents } from './type-queries.ts';

const leavesIntegers = new Set(['/', '**', '/=', '**=']);
const floatAccess = /^[gs]etFloat(16|32|64)$/;

/** Refuses arithmetic that can leave the integers. */
export const integerArithmetic = createRule({
  name: 'integer-arithmetic',
  meta: {
    type: 'problem',
    docs: { description: 'Refuse division, powers, fractions and floats on number.' },
    messages: {
      operator:
        '{{operator}} on number leaves the integers; use bigint or an integer function of base.',
      fraction: '{{raw}} is not written as an integer.',
      conversion: 'Unary plus makes a number of anything; parse and check instead.',
      float: '{{member}} reads or writes a floating-point number.',
    },
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    const services = ESLintUtils.getParserServices(context);
    const isBigint = (node: TSESTree.Node): boolean =>
      constituents(services.getTypeAtLocation(node)).every(
        (type) => (type.flags & ts.TypeFlags.BigIntLike) !== 0,
      );
    const checkOperator = (
      node: TSESTree.BinaryExpression | TSESTree.AssignmentExpression,
    ): void => {
      const { operator, left, right } = node;
      if (!leavesIntegers.has(operator) || (isBigint(left) && isBigint(right))) return;
      context.report({ node, messageId: 'operator', data: { operator } });
    };
    const checkMember = (node: TSESTree.MemberExpression | TSESTree.Property): void => {
      const member = memberName(node);
      if (member !== undefined && floatAccess.test(member)) {
        context.report({ node, messageId: 'float', data: { member } });
      }
    };
    return {
      BinaryExpression: checkOperator,
      AssignmentExpression: checkOperator,
      MemberExpression: checkMember,
      'ObjectPattern > Property': checkMember,
      Literal(node) {
        if (typeof node.value === 'number' && !isWrittenAsInteger(node.raw)) {
          context.report({ node, messageId: 'fraction', data: { raw: node.raw } });
        }
      },
      'UnaryExpression[operator="+"]'(node: TSESTree.UnaryExpression) {
        context.report({ node, messageId: 'conversion' });
      },
    };
  },
});

function isWrittenAsInteger(raw: string): boolean {
  return /^(0[xob][\da-f_]+|[\d_]+(e\+?\d+)?)$/i.test(raw);
}
