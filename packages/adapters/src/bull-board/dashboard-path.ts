/** Where the job dashboard is. In a file of its own: the route does not load the dashboard before it is requested. */
export const dashboardPath = '/console/queues';
