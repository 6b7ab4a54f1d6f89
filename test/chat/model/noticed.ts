/** What is compared of an answer: all that the simple chat speaks of, without times, lists in the order of names. */
import type {Proposal} from '../../../protocol/relationships.ts';
import {questionWords} from './relationships.ts';

const UNNOTICED = new Set(['at', 'since', 'idle', 'seen', 'lastAt', 'remark', 'id', 'relay']);

type Named = {user?: string; conversation?: string; room?: string};

function nameOf(each: string | Named): string {
	return typeof each === 'string' ? each : (each.user ?? each.conversation ?? each.room ?? '');
}

function normal(key: string, value: unknown): unknown {
	if (UNNOTICED.has(key)) return undefined;
	if (!Array.isArray(value) || key === 'messages') return value;
	const list = value as Array<string | Named | Proposal>; // there are no others in replies
	const words = list.map(each => (typeof each === 'object' && 'kind' in each ? questionWords(each) : each));
	return words.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
}

/** Of `answer`, only the keys that `wanted` has. */
export function noticed(answer: object, wanted: object): object {
	const shared = Object.entries(answer).filter(([key]) => key in wanted);
	return JSON.parse(JSON.stringify(Object.fromEntries(shared), normal)) as object;
}
