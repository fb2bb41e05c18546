/** The actor of what is done by a command on a machine of the shop. */
export const commandLine = 'command-line';
