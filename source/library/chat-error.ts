/** Defines the error of the library, and makes it from refusals and lost connections. */
import {isRefusal, sentence, type Refusal} from '../../protocol/refusals.ts';
import {isLinkDown, type LinkDown} from '../link/failure.ts';

/** Anything that did not come about; the message is a sentence for people. */
export class ChatError extends Error {
	readonly code: string;

	constructor(code: string, sentence: string) {
		super(sentence);
		this.name = 'ChatError';
		this.code = code;
	}
}

export function errorOf(problem: Refusal | LinkDown): ChatError {
	return isRefusal(problem)
		? new ChatError(problem.refusal, sentence(problem))
		: new ChatError('offline', problem.linkDown);
}

/** Takes the reply out of an answer. @throws ChatError if the answer is a refusal, or there is none */
export function orThrow<Reply extends object>(answer: Reply | Refusal | LinkDown): Reply {
	if (isRefusal(answer) || isLinkDown(answer)) throw errorOf(answer);
	return answer;
}
