print("cloudmask_v0.5")
