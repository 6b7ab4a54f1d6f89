/** Lays out the rows of a notice. */
import type {Notice} from '../model/conversation.ts';
import {PROGRAM_MARK, type Row} from './rows.ts';
import {wrapCached} from './wrap-cache.ts';

/** @param width cells of a row */
export function noticeRows(notice: Notice, width: number): Row[] {
	const {tone} = notice;
	const lines = wrapCached(notice, width - PROGRAM_MARK.length);
	return lines.map((text, at) => ({type: 'notice', tone, begins: at === 0, text}));
}
