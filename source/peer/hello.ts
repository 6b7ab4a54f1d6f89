/** Exchanges the first frames of a stream: they show that both sides mean the same chat, and that the partner has accepted this side. */
import type {Clock} from '../../lib/clock.ts';
import type {UserName} from '../../protocol/names.ts';
import type {FrameStream} from './frame-stream.ts';

/** Maximum milliseconds until the partner's hello. */
const HELLO_TIMEOUT = 5000;

/** Thrown when the partner does not say the hello of this chat. */
export class NotThisChat extends Error {
	/** It said another one. */
	readonly isOther: boolean;
	constructor(isOther: boolean) {
		super(isOther ? 'The other side means another chat or user.' : 'The other side said no hello.');
		this.isOther = isOther;
	}
}

export type Parties = {readonly chat: string; readonly user: UserName; readonly partner: UserName};

/**
 * Says hello and waits for the partner's.
 * @param received the number of the last message that this side has received
 * @returns the number of the last message that the partner has received
 * @throws NotThisChat
 */
export async function exchangeHello(
	stream: FrameStream,
	{chat, user, partner}: Parties,
	received: number,
	clock: Clock,
): Promise<number> {
	stream.send({type: 'hello', chat, from: user, to: partner, received});
	const hello = await nextWithin(HELLO_TIMEOUT, stream, clock);
	if (hello?.type !== 'hello') throw new NotThisChat(hello !== undefined);
	if (hello.chat !== chat || hello.from !== partner || hello.to !== user) throw new NotThisChat(true);
	return hello.received;
}

async function nextWithin(milliseconds: number, stream: FrameStream, clock: Clock) {
	let cancel = (): void => undefined;
	const timeout = new Promise<undefined>(resolve => {
		cancel = clock.after(milliseconds, () => resolve(undefined));
	});
	const message = await Promise.race([stream.next(), timeout]);
	cancel();
	return message;
}
