/** Handles the replies to searches. */
import {searchArrived} from '../dialogs/searching.ts';
import type {Replies} from './tables.ts';

export const searchReplies: Replies<'search'> = {
	search: (state, {request, reply}) => searchArrived(state, request, reply),
};
