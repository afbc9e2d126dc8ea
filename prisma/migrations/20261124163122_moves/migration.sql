-- CreateTable
CREATE TABLE "Move" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "state" TEXT NOT NULL,
    "isOpen" BOOLEAN NOT NULL DEFAULT true,
    "record" TEXT NOT NULL,
    "decisions" TEXT NOT NULL DEFAULT '[]',
    "startedAt" DATETIME NOT NULL,
    "finishedAt" DATETIME
);

-- CreateIndex
CREATE INDEX "Move_startedAt_idx" ON "Move"("startedAt");

-- CreateIndex
CREATE INDEX "Move_isOpen_idx" ON "Move"("isOpen");
