"""Turn stored milestones and dependencies into plans that can be scheduled, and say what decides their dates."""
