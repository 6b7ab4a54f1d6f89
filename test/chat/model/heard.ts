/** Announcements in the words of the simple chat; without times, which the tests of each rule look at. */
import type {Announcement} from '../../../protocol/index.ts';
import {questionWords} from './relationships.ts';

export function wordsOf(heard: Announcement): string {
	switch (heard.type) {
		case 'message': {
			const {conversation, sequence, from, text, chat} = heard;
			if (heard.folded) return `message ${conversation} ${sequence} ${from}, folded${text}`;
			const stamp = chat === undefined ? '' : ` in chat ${chat}`;
			return `message ${conversation} ${sequence} ${from} ${text}${stamp}`;
		}

		case 'messageChanged': {
			const {conversation, sequence, by, revision, change} = heard;
			const what = change === undefined ? 'hidden' : JSON.stringify(change);
			return `messageChanged ${conversation} ${sequence} ${by} ${revision} ${what}`;
		}

		case 'marked':
			return `marked ${heard.conversation} ${heard.user} ${heard.delivered} ${heard.read}`;
		case 'typing':
		case 'memberJoined':
			return `${heard.type} ${heard.conversation} ${heard.user}`;
		case 'memberLeft': {
			const {conversation, user, by, banned, owner, reason} = heard;
			return [
				`memberLeft ${conversation} ${user}`,
				...(by === undefined ? [] : [`by ${by}${banned ? ' for good' : ''}`]),
				...(owner === undefined ? [] : [`to ${owner}`]),
			]
				.join(' ')
				.concat(reason === undefined ? '' : `: ${reason}`);
		}

		case 'roomOperatorSet':
			return `roomOperatorSet ${heard.conversation} ${heard.user} ${heard.operator} by ${heard.by}`;
		case 'roomSet': {
			const {conversation, by, private: isPrivate, guardedTopic} = heard;
			const words = [
				...(isPrivate === undefined ? [] : [`${conversation} is private: ${isPrivate}`]),
				...(guardedTopic === undefined ? [] : [`${conversation} has a guarded topic: ${guardedTopic}`]),
			];
			return `roomSet by ${by}: ${words.join(', ')}`;
		}

		case 'topicChanged':
			return `topicChanged ${heard.conversation} ${heard.user}${heard.folded ? ', folded' : ' '}${heard.topic}`;
		case 'chatStarted':
			return `chatStarted ${heard.number} ${heard.user}`;
		case 'chatEnded':
			return `chatEnded ${heard.number} ${heard.why}`;
		case 'asked':
		case 'withdrawn':
			return `${heard.type} ${questionWords(heard)}`;
		case 'answered':
			return `answered ${questionWords(heard)}: ${heard.accepted}`;
		case 'unfriended':
			return `unfriended ${heard.user}`;
		case 'privateInvited':
			return `privateInvited ${heard.from} ${heard.purpose}${heard.script ? ' by script' : ''}`;
		case 'privateAccepted':
			return `privateAccepted ${heard.user} ${heard.purpose}`;
		case 'privateEnded':
			return `privateEnded ${heard.user} ${heard.why}`;
		case 'signedOut':
			return `signedOut ${heard.reason}`;
		default:
			return heard.type;
	}
}
