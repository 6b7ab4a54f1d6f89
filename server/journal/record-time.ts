/** Tells the time of a record: that of its database, the same for all servers, which never runs back. */

export class RecordTime {
	private latest = 0;
	/** Milliseconds by which the database is ahead of this machine's uptime. */
	private ahead = 0;

	/** Learns a time of the database, or of an entry. @param at milliseconds since 1970 */
	learn(at: number): void {
		this.latest = Math.max(this.latest, at);
		this.ahead = this.latest - performance.now();
	}

	/** Milliseconds since 1970. */
	readonly now = (): number => {
		this.latest = Math.max(this.latest, Math.floor(performance.now() + this.ahead));
		return this.latest;
	};

	/** For durations: all servers count them alike. */
	readonly uptime = (): number => this.now();
}
