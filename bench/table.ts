/** Formats the table of the benchmark, a line at a time, so that its progress is visible. */
import type {Figure} from './figure.ts';

const columns = [58, 32, 16] as const;

export function heading(): string {
	return `${line(['', 'measured', 'target'])}how\n${'─'.repeat(150)}`;
}

export function row({name, value, target, beside, how}: Figure): string {
	const mark = target === undefined ? '' : `${target.isMet ? '✓' : '✗'} ${target.text}`;
	return `${line([name, value, mark])}${beside === undefined ? '' : `${beside}; `}${how}`;
}

function line(cells: readonly [string, string, string]): string {
	return cells.map((cell, at) => cell.padEnd(columns[at] ?? 0)).join(' ') + ' ';
}
