-- CreateIndex
CREATE INDEX "Activity_action_idx" ON "Activity"("action");
