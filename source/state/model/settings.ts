/** Declares the settings that `/set` changes; kept on disk between runs. */
export type Settings = {
	/** Whether quiet notices say who comes and goes. */
	readonly presence: boolean;
	/** Whether the mouse scrolls and clicks here, or selects text as the terminal does. */
	readonly mouse: boolean;
	/** Whether the bell rings for messages meant for the user, while the terminal has no focus. */
	readonly bell: boolean;
};
