-- CreateTable
CREATE TABLE "Death" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "containerId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hostId" TEXT NOT NULL,
    "hostName" TEXT NOT NULL,
    "image" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "exitCode" INTEGER,
    "oomKilled" BOOLEAN NOT NULL,
    "memoryLimitBytes" REAL NOT NULL,
    "lines" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "Death_containerId_idx" ON "Death"("containerId");

-- CreateIndex
CREATE INDEX "Death_hostId_name_idx" ON "Death"("hostId", "name");
